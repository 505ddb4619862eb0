import type { Kind, LogLine, SpanDetail, SpanNode, Tokens, Trace, TraceSummary } from "../src/api/contract";

/** A span as an example is written down: where it sits, when it ran, and whatever else is special about it. */
export interface Example
  extends Partial<Omit<SpanDetail, "startTime" | "kind" | "name" | "depth" | "durationMs" | "tokens">> {
  depth: number;
  kind: Kind;
  name: string;
  /** Milliseconds after the trace began. */
  at: number;
  durationMs: number;
  tokens?: Partial<Tokens> | null;
}

const noTokens: Tokens = {
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite1h: null,
  reasoning: null,
  audioInput: null,
  audioOutput: null,
  imageInput: null,
  imageOutput: null,
};

export interface ExampleTrace {
  trace: Trace;
  details: Map<string, SpanDetail>;
}

export function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

export function timeAt(startMs: number, offsetMs: number): string {
  const whole = Math.floor(startMs + offsetMs);
  const micros = Math.round((startMs + offsetMs - whole) * 1000) % 1000;
  return new Date(whole).toISOString().replace("Z", `${String(micros).padStart(3, "0")}Z`);
}

export function buildTrace(
  traceId: string,
  startMs: number,
  examples: Example[],
  extra: Partial<TraceSummary> = {},
): ExampleTrace {
  const path: string[] = [];
  const details = new Map<string, SpanDetail>();
  const spans = examples.map((example, index) => {
    const spanId = hex(Number.parseInt(traceId.slice(0, 6), 16) * 1_000_000 + index + 1, 16);
    path.length = example.depth;
    const node: SpanNode = {
      spanId,
      parentSpanId: path.at(-1) ?? null,
      depth: example.depth,
      name: example.name,
      kind: example.kind,
      operation: example.operation ?? null,
      startTime: timeAt(startMs, example.at),
      durationMs: example.durationMs,
      status: example.status ?? "unset",
      errorType: example.errorType ?? null,
      provider: example.provider ?? null,
      requestModel: example.requestModel ?? null,
      responseModel: example.responseModel ?? example.requestModel ?? null,
      tokens: example.tokens == null ? null : { ...noTokens, ...example.tokens },
      costUsd: example.costUsd ?? null,
      reportedCostUsd: null,
      serviceTier: null,
      agentName: example.agentName ?? null,
      toolName: example.toolName ?? null,
      service: example.service ?? "travel-api",
      ...infraOf(example),
      flags: example.flags ?? [],
      selfMs: example.durationMs,
      criticalMs: 0,
    };
    path.push(spanId);
    details.set(spanId, detailOf(traceId, node, example));
    return node;
  });
  takeChildrenOff(examples, spans);
  const traceLog: LogLine = {
    time: timeAt(startMs, 20),
    eventName: null,
    severity: "INFO",
    severityNumber: 9,
    body: "Request accepted",
    attributes: { "http.route": "/trips" },
  };
  return {
    trace: { summary: summarise(traceId, startMs, spans, extra), spans, findings: null, logs: [traceLog] },
    details,
  };
}

function infraOf({ kind, name }: Example): Pick<SpanNode, "infra"> {
  if (kind !== "span") return {};
  if (/^(GET|POST)\b/.test(name)) return { infra: "http" };
  return /^(SELECT|INSERT)\b/.test(name) ? { infra: "db" } : {};
}

/** The server does this exactly; here every step is on the critical path and children follow each other. */
function takeChildrenOff(examples: Example[], spans: SpanNode[]): void {
  const path: SpanNode[] = [];
  spans.forEach((span, index) => {
    path.length = examples[index]?.depth ?? 0;
    const parent = path.at(-1);
    if (parent !== undefined) parent.selfMs = Math.max(0, parent.selfMs - span.durationMs);
    path.push(span);
  });
  for (const span of spans) span.criticalMs = span.selfMs;
}

function detailOf(traceId: string, node: SpanNode, example: Example): SpanDetail {
  return {
    ...node,
    traceId,
    spanKind: example.spanKind ?? (node.kind === "llm" ? "client" : "internal"),
    payloadDroppedBy: null,
    statusMessage: example.statusMessage ?? null,
    input: example.input ?? null,
    output: example.output ?? null,
    systemInstructions: example.systemInstructions ?? null,
    toolDefinitions: example.toolDefinitions ?? null,
    toolArguments: example.toolArguments ?? null,
    toolResult: example.toolResult ?? null,
    documents: example.documents ?? null,
    cutOff: [],
    isTruncated: false,
    attributes: example.attributes ?? attributesOf(node),
    resource: example.resource ?? {
      attributes: {
        "service.name": node.service,
        "service.version": "2.14.0",
        "deployment.environment.name": "production",
        "telemetry.sdk.language": "dotnet",
        "telemetry.sdk.name": "opentelemetry",
        "telemetry.sdk.version": "1.20.1",
        "host.name": "travel-api-6c9d7",
      },
      schemaUrl: "https://opentelemetry.io/schemas/1.38.0",
    },
    scope: example.scope ?? { name: "OtelGenAI", version: "0.1.0", attributes: {}, schemaUrl: null },
    events: example.events ?? [],
    links: example.links ?? [],
    logs: example.logs ?? [],
    scores: example.scores ?? [],
    explain: example.explain ?? [
      { field: "kind", value: node.kind, because: `gen_ai.operation.name is "${node.operation ?? "absent"}"` },
      ...(node.tokens === null
        ? []
        : [
            {
              field: "tokens.input",
              value: String(node.tokens.input),
              because: "gen_ai.usage.input_tokens; includes what was read from the cache",
            },
            {
              field: "tokens.cacheRead",
              value: String(node.tokens.cacheRead),
              because: "gen_ai.usage.cache_read.input_tokens",
            },
          ]),
    ],
  };
}

function attributesOf(node: SpanNode): SpanDetail["attributes"] {
  const all: SpanDetail["attributes"] = {
    "gen_ai.operation.name": node.operation,
    "gen_ai.provider.name": node.provider,
    "gen_ai.request.model": node.requestModel,
    "gen_ai.response.model": node.responseModel,
    "gen_ai.usage.input_tokens": node.tokens?.input ?? null,
    "gen_ai.usage.output_tokens": node.tokens?.output ?? null,
    "gen_ai.usage.cache_read.input_tokens": node.tokens?.cacheRead ?? null,
    "gen_ai.agent.name": node.agentName,
    "gen_ai.tool.name": node.toolName,
    "error.type": node.errorType,
    "server.address": node.kind === "llm" ? "api.openai.example" : null,
    "thread.id": 14,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** The mock counts like the server: leaf calls only, never what an agent reports. */
function summarise(traceId: string, startMs: number, spans: SpanNode[], extra: Partial<TraceSummary>): TraceSummary {
  const calls = spans.filter((span) => span.tokens !== null && !span.flags.includes("reported_tokens"));
  const sum = (pick: (span: SpanNode) => number | null | undefined) =>
    calls.reduce((total, span) => total + (pick(span) ?? 0), 0);
  const errorCount = spans.filter((span) => span.status === "error").length;
  const priced = calls.filter((span) => span.costUsd !== null);
  return {
    traceId,
    name: spans[0]?.name ?? "unnamed",
    startTime: spans[0]?.startTime ?? timeAt(startMs, 0),
    durationMs: Math.max(...spans.slice(0, 1000).map((span) => span.durationMs)),
    spanCount: spans.length,
    errorCount,
    status: errorCount > 0 ? "error" : "unset",
    inputTokens: sum((span) => span.tokens?.input),
    outputTokens: sum((span) => span.tokens?.output),
    totalTokens: sum((span) => span.tokens?.input) + sum((span) => span.tokens?.output),
    cacheReadTokens: sum((span) => span.tokens?.cacheRead),
    cacheWriteTokens: sum((span) => span.tokens?.cacheWrite),
    reasoningTokens: sum((span) => span.tokens?.reasoning),
    cacheWrite1hTokens: sum((span) => span.tokens?.cacheWrite1h),
    audioInputTokens: sum((span) => span.tokens?.audioInput),
    audioOutputTokens: sum((span) => span.tokens?.audioOutput),
    imageInputTokens: sum((span) => span.tokens?.imageInput),
    imageOutputTokens: sum((span) => span.tokens?.imageOutput),
    costUsd: priced.length === 0 ? null : sum((span) => span.costUsd),
    unpricedCalls: calls.length - priced.length,
    priceTable: null,
    models: [...new Set(calls.flatMap((span) => span.responseModel ?? []))],
    services: [...new Set(spans.slice(0, 1000).flatMap((span) => span.service ?? []))],
    sessionId: null,
    userId: null,
    tags: [],
    environment: "production",
    release: "2.14.0",
    version: null,
    metadata: {},
    scores: [],
    flags: [],
    pinned: false,
    ...extra,
  };
}
