import { askFor, type TimeRange } from "../range/timeRange";
import type { FindingPage, SpanDetail, Trace, TraceCost, TracePage, Transcript } from "./contract";
import { getJson, sendJson } from "./request";

/** Rows per page of the list: about two screens, so that the next page is there before the reader is. */
export const pageSize = 50;

export function getTraces(
  query: string,
  range: TimeRange,
  cursor: string | null,
  signal?: AbortSignal,
  limit = pageSize,
): Promise<TracePage> {
  const parameters = new URLSearchParams({ limit: String(limit) });
  if (query !== "") parameters.set("q", query);
  askFor(parameters, range, Date.now());
  if (cursor !== null) parameters.set("cursor", cursor);
  return getJson(`/api/v1/traces?${parameters}`, signal);
}

export function getTrace(traceId: string, signal?: AbortSignal): Promise<Trace> {
  return getJson(`/api/v1/traces/${traceId}`, signal);
}

export function getSpan(traceId: string, spanId: string, signal?: AbortSignal): Promise<SpanDetail> {
  return getJson(`/api/v1/traces/${traceId}/spans/${spanId}`, signal);
}

export function setPinned(traceId: string, pinned: boolean): Promise<unknown> {
  return sendJson(pinned ? "PUT" : "DELETE", `/api/v1/traces/${traceId}/pin`);
}

export function getFindings(traceId: string, signal?: AbortSignal): Promise<FindingPage> {
  return getJson(`/api/v1/traces/${traceId}/findings`, signal);
}

export function getTranscript(traceId: string, signal?: AbortSignal): Promise<Transcript> {
  return getJson(`/api/v1/traces/${traceId}/transcript`, signal);
}

export function getTraceCost(traceId: string, signal?: AbortSignal): Promise<TraceCost> {
  return getJson(`/api/v1/traces/${traceId}/cost`, signal);
}

/** Where the trace can be downloaded as it came in. */
export function otlpUrl(traceId: string): string {
  return `/api/v1/traces/${traceId}/otlp`;
}

/** Where telemetry is sent to. */
export interface ReceiverAddresses {
  grpc: string;
  otlpHttp: string;
  needsKey: boolean;
}

export function getReceivers(signal: AbortSignal): Promise<ReceiverAddresses> {
  return getJson("/api/v1/receivers", signal);
}

/** Values of a column, with how many spans have them. */
export interface Facet {
  field: string;
  /** The most frequent first; null stands for spans without one. */
  values: { value: string | null; count: number }[];
}

export function getFacet(field: string, range: TimeRange, limit: number, signal: AbortSignal): Promise<Facet> {
  const parameters = new URLSearchParams({ field, limit: String(limit) });
  askFor(parameters, range, Date.now());
  return getJson(`/api/v1/facets?${parameters}`, signal);
}

/** Where the traces of a search can be downloaded. */
export function exportUrl(format: "jsonl" | "csv" | "otlp", query: string, range: TimeRange): string {
  const parameters = new URLSearchParams({ format });
  if (query !== "") parameters.set("q", query);
  askFor(parameters, range, Date.now());
  return `/api/v1/export/traces?${parameters}`;
}

/** What could stand at a place of a query. */
export interface CompletionItem {
  /** What to write, quotes included. */
  text: string;
  kind: "field" | "structure" | "value";
  /** How many spans, or traces, have it. */
  count?: number;
  meaning?: string;
}

export interface Completion {
  /** Where the piece begins that a suggestion replaces, and how many characters it has. */
  start: number;
  length: number;
  items: CompletionItem[];
}

export function getCompletion(query: string, at: number, signal: AbortSignal): Promise<Completion> {
  const parameters = new URLSearchParams({ q: query, at: String(at), limit: "12" });
  return getJson(`/api/v1/query/complete?${parameters}`, signal);
}
