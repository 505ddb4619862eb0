import type { TimeRange } from "../range/timeRange";
import { get, within } from "./ask";
import type { ConventionPage, UnmappedPage, UnpricedPage } from "./contract";

/** As much as fits: a table is sorted as a whole only when it is whole. */
const limit = "1000";

export function getUnpriced(range: TimeRange, cursor: string | null, signal: AbortSignal): Promise<UnpricedPage> {
  return get("/api/v1/unpriced", { query: { limit, ...within(range), cursor } }, signal);
}

export function getUnmapped(range: TimeRange, cursor: string | null, signal: AbortSignal): Promise<UnmappedPage> {
  return get("/api/v1/unmapped", { query: { limit, ...within(range), cursor } }, signal);
}

export function getConventionFindings(
  range: TimeRange,
  cursor: string | null,
  signal: AbortSignal,
): Promise<ConventionPage> {
  return get("/api/v1/findings/conventions", { query: { limit, ...within(range), cursor } }, signal);
}
