import { buildTrace, type Example, type ExampleTrace } from "./spanBuilder.ts";

/** A long run of one agent: `count` spans, most of them infrastructure, a few failed. Deterministic. */
export function largeTrace(traceId: string, startMs: number, count: number): ExampleTrace {
  const examples: Example[] = [
    {
      depth: 0,
      kind: "workflow",
      name: "invoke_workflow nightly-audit",
      at: 0,
      durationMs: count * 2.2,
      service: "auditor",
    },
  ];
  let at = 1;
  for (let turn = 0; examples.length < count; turn++) {
    examples.push({
      depth: 1,
      kind: "agent",
      name: `invoke_agent auditor ${turn}`,
      at,
      durationMs: 21,
      agentName: "auditor",
      service: "auditor",
    });
    examples.push({
      depth: 2,
      kind: "llm",
      name: "chat gpt-4o-mini",
      at: at + 0.5,
      durationMs: 9 + (turn % 7),
      requestModel: "gpt-4o-mini",
      provider: "openai",
      service: "auditor",
      tokens: {
        input: 900 + (turn % 311),
        output: 80 + (turn % 37),
        cacheRead: 512,
        cacheWrite: null,
        reasoning: null,
      },
      costUsd: 0.0002,
    });
    examples.push({ depth: 3, kind: "span", name: "POST", at: at + 0.7, durationMs: 8, service: "auditor" });
    const failed = turn % 997 === 400;
    examples.push({
      depth: 2,
      kind: "tool",
      name: "execute_tool read_record",
      at: at + 10,
      durationMs: 10,
      toolName: "read_record",
      service: "auditor",
      status: failed ? "error" : "unset",
      errorType: failed ? "RecordLocked" : null,
      toolArguments: { record: turn },
      toolResult: failed ? null : { ok: true },
    });
    for (let query = 0; query < 6; query++) {
      examples.push({
        depth: 3,
        kind: "span",
        name: "SELECT record",
        at: at + 10.5 + query * 1.5,
        durationMs: 1.2,
        service: "records-db",
      });
    }
    at += 22;
  }
  return buildTrace(traceId, startMs, examples.slice(0, count));
}
