import { getTraces } from "../api/calls";
import type { TraceSummary } from "../api/contract";
import { boundsOf } from "../range/timeRange";
import { type LastSearch, lastSearch } from "../traces/lastSearch";

export type Direction = "older" | "newer";

/** Newer ones come with the newest first, so as many are read as may lie between; further away nobody looks for "the next". */
const mostBetween = 1000;

/** The failed trace next to this one in time, within the search that the reader came from; null when there is none. */
export async function findFailed(
  from: TraceSummary,
  direction: Direction,
  signal: AbortSignal,
  { query, range }: LastSearch = lastSearch(),
): Promise<string | null> {
  const bounds = boundsOf(range, Date.now());
  const page = await getTraces(
    query === "" ? "error:true" : `(${query}) error:true`,
    direction === "older"
      ? { is: "between", from: bounds.from, to: from.startTime }
      : { is: "between", from: from.startTime, to: bounds.to },
    null,
    signal,
    direction === "older" ? 2 : mostBetween,
  );
  const others = page.items.filter(({ traceId }) => traceId !== from.traceId);
  return (direction === "older" ? others[0] : others.at(-1))?.traceId ?? null;
}
