import { getSpan } from "../api/calls";
import type { SpanDetail } from "../api/contract";

/** Spans read lately, oldest first. A few, because one span can hold megabytes of conversation. */
const kept = new Map<string, SpanDetail>();
const keptSpans = 40;

export async function getCachedSpan(traceId: string, spanId: string, signal?: AbortSignal): Promise<SpanDetail> {
  const key = `${traceId}/${spanId}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const span = await getSpan(traceId, spanId, signal);
  kept.set(key, span);
  const oldest = kept.keys().next();
  if (kept.size > keptSpans && !oldest.done) kept.delete(oldest.value);
  return span;
}

export function peekSpan(traceId: string, spanId: string): SpanDetail | null {
  return kept.get(`${traceId}/${spanId}`) ?? null;
}

/** After a reload: scores and log records may have been added to spans since. */
export function forgetSpans(): void {
  kept.clear();
}
