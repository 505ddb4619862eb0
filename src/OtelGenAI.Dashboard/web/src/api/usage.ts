import { askFor, type TimeRange } from "../range/timeRange";
import type { TracePage, TraceSummary } from "./contract";
import { getJson } from "./request";

/** Quantiles in milliseconds, each off by a sixteenth of itself at most. */
export interface Latency {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

/** Sums of the spans that share a key. */
export interface UsageGroup {
  /** By the name of a dimension; null where the spans have no such value. */
  key: Record<string, string | null>;
  /** Start of the bucket of time; absent when there is one over the whole range. */
  time?: string;
  count: number;
  errors: number;
  errorRate: number;
  /** Model calls that count, each once. */
  calls: number;
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
  costUsd: number | null;
  unpricedCalls: number;
  durationMs: Latency | null;
  timeToFirstChunkMs: Latency | null;
}

export interface UsagePage {
  /** Ends of the range as it was read: whole hours. */
  from: string | null;
  to: string | null;
  isExact: boolean;
  /** False when groups are missing, because there are too many. */
  isComplete: boolean;
  items: UsageGroup[];
  next: string | null;
}

/** A conversation or a user, summed up over its traces. */
export interface TraceGroup {
  id: string;
  startTime: string;
  lastTraceTime: string;
  endTime: string;
  traceCount: number;
  failedTraceCount: number;
  spanCount: number;
  errorCount: number;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
  costUsd: number | null;
  unpricedCalls: number;
  /** User of a conversation. */
  userId?: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** A conversation or a user with its newest traces. */
export interface GroupWithTraces {
  summary: TraceGroup;
  /** The newest first. */
  traces: TraceSummary[];
  next: string | null;
}

export type UsageList = "models" | "tools" | "services";

export type Dimension = "service" | "environment" | "kind" | "operation" | "provider" | "model" | "tool" | "agent";

/** Enough for every model, tool and service that a company has; a table is sorted as a whole only when it is whole. */
const listLimit = "1000";

export function getUsageList(list: UsageList, range: TimeRange, signal: AbortSignal): Promise<UsagePage> {
  const parameters = new URLSearchParams({ limit: listLimit });
  askFor(parameters, range, Date.now());
  return getJson(`/api/v1/${list}?${parameters}`, signal);
}

export interface UsageRequest {
  by: readonly Dimension[];
  bucket: "hour" | "day" | null;
  where?: Partial<Record<Dimension, string>>;
  range: TimeRange;
}

/** A chart of more groups than this is none; the answer ends before it. */
const mostPages = 10;

/** Every group, over as many pages as it takes. */
export async function getAllUsage(request: UsageRequest, signal: AbortSignal): Promise<UsageGroup[]> {
  const { by, bucket, where = {}, range } = request;
  const parameters = new URLSearchParams({ ...where, limit: listLimit });
  if (by.length > 0) parameters.set("by", by.join(","));
  if (bucket !== null) parameters.set("bucket", bucket);
  askFor(parameters, range, Date.now());
  const groups: UsageGroup[] = [];
  for (let read = 0; read < mostPages; read++) {
    const page: UsagePage = await getJson(`/api/v1/usage?${parameters}`, signal);
    groups.push(...page.items);
    if (page.next === null) break;
    parameters.set("cursor", page.next);
  }
  return groups;
}

export function getGroups(
  list: "sessions" | "users",
  range: TimeRange,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<TraceGroup>> {
  const parameters = new URLSearchParams({ limit: "200" });
  askFor(parameters, range, Date.now());
  if (cursor !== null) parameters.set("cursor", cursor);
  return getJson(`/api/v1/${list}?${parameters}`, signal);
}

export function getSession(id: string, signal: AbortSignal): Promise<GroupWithTraces> {
  return getJson(`/api/v1/sessions/${encodeURIComponent(id)}`, signal);
}

export function getUser(id: string, signal: AbortSignal): Promise<GroupWithTraces> {
  return getJson(`/api/v1/users/${encodeURIComponent(id)}`, signal);
}

export function getTracesOf(
  who: { session: string } | { user: string },
  cursor: string | null,
  signal: AbortSignal,
  limit = 50,
): Promise<TracePage> {
  const parameters = new URLSearchParams({ ...who, limit: String(limit) });
  if (cursor !== null) parameters.set("cursor", cursor);
  return getJson(`/api/v1/traces?${parameters}`, signal);
}
