import type { Kind } from "../api/contract";

const labels: Record<Kind, string> = {
  llm: "LLM",
  embedding: "Embed",
  retrieval: "Retrieve",
  rerank: "Rerank",
  tool: "Tool",
  agent: "Agent",
  workflow: "Workflow",
  guardrail: "Guard",
  evaluator: "Eval",
  memory: "Memory",
  mcp: "MCP",
  prompt: "Prompt",
  span: "Span",
};

/** A kind that a newer server knows and this page does not is shown by its own name. */
export function KindBadge({ kind }: { kind: Kind }) {
  return (
    <span className="kind" data-kind={kind}>
      {labels[kind] ?? kind}
    </span>
  );
}
