import type { SpanNode } from "../api/contract";

/** Indexes of the spans that contain the text in anything their row shows, or in their id. */
export function findSpans(spans: readonly SpanNode[], text: string): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const found: number[] = [];
  for (let i = 0; i < spans.length; i++) {
    if (contains(spans[i] as SpanNode, wanted)) found.push(i);
  }
  return found;
}

function contains(span: SpanNode, wanted: string): boolean {
  return (
    has(span.name, wanted) ||
    has(span.kind, wanted) ||
    has(span.errorType, wanted) ||
    has(span.toolName, wanted) ||
    has(span.agentName, wanted) ||
    has(span.requestModel, wanted) ||
    has(span.responseModel, wanted) ||
    has(span.service, wanted) ||
    span.spanId === wanted
  );
}

function has(value: string | null, wanted: string): boolean {
  return value?.toLowerCase().includes(wanted) === true;
}
