import type { TracePage, TraceSummary } from "../api/contract";

/** The traces read so far, newest first, and the cursor for older ones. */
export interface TraceList {
  readonly items: readonly TraceSummary[];
  readonly next: string | null;
}

export const emptyList: TraceList = { items: [], next: null };

/** Adds a page of older traces. A trace that moved between two requests may come twice; the newer copy wins its place. */
export function appendPage(list: TraceList, page: TracePage): TraceList {
  const known = new Set(list.items.map((item) => item.traceId));
  return { items: [...list.items, ...page.items.filter((item) => !known.has(item.traceId))], next: page.next };
}

/**
 * Puts a fresh first page on top of what is there. What the page covers is taken from it; older traces stay, so that a
 * reader who has scrolled far does not lose their place.
 */
export function refreshFirstPage(list: TraceList, page: TracePage): TraceList {
  if (page.next === null) return { items: page.items, next: null };
  const fresh = new Set(page.items.map((item) => item.traceId));
  const overlaps = list.items.some((item) => fresh.has(item.traceId));
  // More than a page arrived since: keeping the old rows would hide the gap between them and the new ones.
  if (!overlaps) return { items: page.items, next: page.next };
  const lastOverlap = list.items.findLastIndex((item) => fresh.has(item.traceId));
  const older = list.items.slice(lastOverlap + 1);
  return { items: [...page.items, ...older], next: older.length > 0 ? list.next : page.next };
}

/** Takes newer figures of traces already shown and leaves every row where it is. */
export function updateInPlace(list: TraceList, page: TracePage): TraceList {
  const fresh = new Map(page.items.map((item) => [item.traceId, item]));
  return { items: list.items.map((item) => fresh.get(item.traceId) ?? item), next: list.next };
}

/** Traces of a fresh first page that are not shown yet. */
export function countNew(list: TraceList, page: TracePage): number {
  const known = new Set(list.items.map((item) => item.traceId));
  return page.items.filter((item) => !known.has(item.traceId)).length;
}
