import type { TimeRange } from "../range/timeRange";
import { get, within } from "./ask";
import type {
  GroupWithTraces,
  Page,
  PromptPage,
  ToolRetryPage,
  TraceGroup,
  TracePage,
  UsageGroup,
  UsagePage,
} from "./contract";

export type UsageList = "models" | "tools" | "services";

export type Dimension = "service" | "environment" | "kind" | "operation" | "provider" | "model" | "tool" | "agent";

/** Enough for every model, tool and service that a company has; a table is sorted as a whole only when it is whole. */
const limit = "1000";

export function getUsageList(list: UsageList, range: TimeRange, signal: AbortSignal): Promise<UsagePage> {
  return get(`/api/v1/${list}`, { query: { limit, ...within(range) } }, signal);
}

/** What is read from spans is read for as long as a reader waits; the answer says how far that went. */
const timeoutMs = "3000";

export function getPrompts(range: TimeRange, signal: AbortSignal): Promise<PromptPage> {
  return get("/api/v1/prompts", { query: { ...within(range), timeoutMs } }, signal);
}

export function getToolRetries(range: TimeRange, signal: AbortSignal): Promise<ToolRetryPage> {
  return get("/api/v1/tools/retries", { query: { ...within(range), timeoutMs } }, signal);
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
  const query = { ...where, limit, by: by.length === 0 ? null : by.join(","), bucket, ...within(range) };
  const groups: UsageGroup[] = [];
  let cursor: string | null = null;
  for (let read = 0; read < mostPages; read++) {
    const page: UsagePage = await get("/api/v1/usage", { query: { ...query, cursor } }, signal);
    groups.push(...page.items);
    cursor = page.next;
    if (cursor === null) break;
  }
  return groups;
}

export function getGroups(
  list: "sessions" | "users",
  range: TimeRange,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<TraceGroup>> {
  return get(`/api/v1/${list}`, { query: { limit: "200", ...within(range), cursor } }, signal);
}

export function getSession(id: string, signal: AbortSignal): Promise<GroupWithTraces> {
  return get("/api/v1/sessions/{id}", { path: { id } }, signal);
}

export function getUser(id: string, signal: AbortSignal): Promise<GroupWithTraces> {
  return get("/api/v1/users/{id}", { path: { id } }, signal);
}

export function getTracesOf(
  who: { session: string } | { user: string },
  cursor: string | null,
  signal: AbortSignal,
  limit = 50,
): Promise<TracePage> {
  return get("/api/v1/traces", { query: { ...who, limit: String(limit), cursor } }, signal);
}
