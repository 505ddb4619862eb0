import { useEffect, useRef, useState } from "react";
import { searchText } from "../api/calls";
import type { TextHit, TraceSummary } from "../api/contract";
import { hasWords } from "../query/edit";
import { rangeKey, type TimeRange } from "../range/timeRange";

const none: ReadonlyMap<string, TextHit> = new Map();

/**
 * Where the words of a search stand in the traces of a list, as far as it was read. They come after the rows: a list
 * does not wait for them, and does without when the server has none.
 */
export function useTextHits(
  query: string,
  range: TimeRange,
  items: readonly TraceSummary[],
): ReadonlyMap<string, TextHit> {
  const [hits, setHits] = useState(none);
  const asked = useRef(range);
  asked.current = range;
  const key = `${query} ${rangeKey(range)}`;
  const count = items.length;
  const newest = items[0]?.traceId;

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, more rows, or new ones above them
  useEffect(() => {
    if (count === 0 || !hasWords(query)) return setHits(none);
    const controller = new AbortController();
    readHits(query, asked.current, count, controller.signal).then(setHits, () => {
      if (!controller.signal.aborted) setHits(none);
    });
    return () => controller.abort();
  }, [key, count, newest]);

  return hits;
}

async function readHits(query: string, range: TimeRange, count: number, signal: AbortSignal) {
  const hits = new Map<string, TextHit>();
  let cursor: string | null = null;
  for (let read = 0; read < count; ) {
    const page = await searchText(query, range, cursor, signal);
    for (const { trace, hits: places } of page.items) {
      const first = places[0];
      if (first !== undefined) hits.set(trace.traceId, first);
    }
    read += page.items.length;
    cursor = page.next;
    if (cursor === null || page.items.length === 0) break;
  }
  return hits;
}
