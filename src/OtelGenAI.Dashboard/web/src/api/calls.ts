import type { TimeRange } from "../range/timeRange";
import { get, send, urlOf, within } from "./ask";
import type {
  Completion,
  ExchangePage,
  Facet,
  FindingPage,
  Pin,
  ReceiverAddresses,
  SpanDetail,
  TextHits,
  TextSearch,
  Trace,
  TraceCost,
  TracePage,
  Transcript,
} from "./contract";

/** Rows per page of the list: about two screens, so that the next page is there before the reader is. */
export const pageSize = 50;

/** An empty query asks for everything. */
const asked = (query: string) => (query === "" ? null : query);

export function getTraces(
  query: string,
  range: TimeRange,
  cursor: string | null,
  signal?: AbortSignal,
  limit = pageSize,
): Promise<TracePage> {
  return get("/api/v1/traces", { query: { limit: String(limit), q: asked(query), ...within(range), cursor } }, signal);
}

export function getTrace(traceId: string, signal?: AbortSignal): Promise<Trace> {
  return get("/api/v1/traces/{traceId}", { path: { traceId } }, signal);
}

/** What was asked and answered, in at most a hundred traces. */
export function getExchanges(traceIds: readonly string[], signal?: AbortSignal): Promise<ExchangePage> {
  return get("/api/v1/exchanges", { query: { traces: traceIds.join(",") } }, signal);
}

export function traceUrlOf(traceId: string): string {
  return urlOf("/api/v1/traces/{traceId}", { path: { traceId } });
}

export function getSpan(traceId: string, spanId: string, signal?: AbortSignal): Promise<SpanDetail> {
  return get("/api/v1/traces/{traceId}/spans/{spanId}", { path: { traceId, spanId } }, signal);
}

export function setPinned(traceId: string, pinned: boolean): Promise<Pin> {
  return send(pinned ? "put" : "delete", "/api/v1/traces/{traceId}/pin", { path: { traceId } });
}

export function getFindings(traceId: string, signal?: AbortSignal): Promise<FindingPage> {
  return get("/api/v1/traces/{traceId}/findings", { path: { traceId } }, signal);
}

export function getTranscript(traceId: string, signal?: AbortSignal): Promise<Transcript> {
  return get("/api/v1/traces/{traceId}/transcript", { path: { traceId } }, signal);
}

export function getTraceCost(traceId: string, signal?: AbortSignal): Promise<TraceCost> {
  return get("/api/v1/traces/{traceId}/cost", { path: { traceId } }, signal);
}

/** Where the trace can be downloaded as it came in. */
export function otlpUrl(traceId: string): string {
  return urlOf("/api/v1/traces/{traceId}/otlp", { path: { traceId } });
}

/** Where words stand in a trace; the last one may still be typed. */
export function findInTrace(traceId: string, words: string, signal: AbortSignal): Promise<TextHits> {
  return get("/api/v1/traces/{traceId}/text", { path: { traceId }, query: { q: words } }, signal);
}

/** The traces of a search with the places where its words stand; refused where it has none. */
export function searchText(
  query: string,
  range: TimeRange,
  cursor: string | null,
  signal: AbortSignal,
): Promise<TextSearch> {
  return get("/api/v1/search", { query: { q: query, ...within(range), limit: String(pageSize), cursor } }, signal);
}

export function getReceivers(signal: AbortSignal): Promise<ReceiverAddresses> {
  return get("/api/v1/receivers", {}, signal);
}

export function getFacet(field: string, range: TimeRange, limit: number, signal: AbortSignal): Promise<Facet> {
  return get("/api/v1/facets", { query: { field, limit: String(limit), ...within(range) } }, signal);
}

/** Where the traces of a search can be downloaded. */
export function exportUrl(format: "jsonl" | "csv" | "otlp", query: string, range: TimeRange): string {
  return urlOf("/api/v1/export/traces", { query: { format, q: asked(query), ...within(range) } });
}

export function getCompletion(query: string, at: number, signal: AbortSignal): Promise<Completion> {
  return get("/api/v1/query/complete", { query: { q: query, at: String(at), limit: "12" } }, signal);
}
