import { useCallback, useEffect, useRef, useState } from "react";
import { getTraces } from "../api/calls";
import type { Search, TracePage } from "../api/contract";
import { isAbort } from "../api/request";
import { useVisibleInterval } from "../controls/useVisibleInterval";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { appendPage, countNew, emptyList, refreshFirstPage, type TraceList, updateInPlace } from "./traceList";

/** Often enough to see one's own run appear while looking, rare enough to be no load with many tabs open. */
export const refreshEveryMs = 3_000;

/** While there is nothing at all: whoever has just pasted a snippet looks at the page until something happens. */
export const firstTraceEveryMs = 700;

export interface TraceListState {
  list: TraceList;
  isLoading: boolean;
  /** The newest answer was an error; rows read before stay on screen. */
  error: Error | null;
  /** New traces held back because showing them would move the rows under the reader. */
  heldBack: number;
  /** What the search took, as far as it went; null without a query. */
  search: Search | null;
  loadMore(): void;
  showHeldBack(): void;
  retry(): void;
}

/** What the list was when the reader left it, so that Back shows it at once. */
let remembered: { key: string; list: TraceList } | null = null;

export function forgetTraceList(): void {
  remembered = null;
}

/**
 * @param mayMove asked at each refresh: whether new rows may be put above those shown.
 * @param isLive whether there are refreshes at all.
 */
export function useTraceList(query: string, range: TimeRange, mayMove: () => boolean, isLive: boolean): TraceListState {
  const key = `${query} ${rangeKey(range)}`;
  const known = remembered?.key === key ? remembered.list : null;
  const asked = useRef(range);
  asked.current = range;
  const [list, setList] = useState<TraceList>(known ?? emptyList);
  const [isLoading, setIsLoading] = useState(known === null);
  const [error, setError] = useState<Error | null>(null);
  const [search, setSearch] = useState<Search | null>(null);
  const [held, setHeld] = useState<{ page: TracePage; count: number } | null>(null);
  const inFlight = useRef<AbortController | null>(null);
  const loadingMore = useRef(false);
  const listNow = useRef(list);

  const show = useCallback(
    (next: TraceList) => {
      listNow.current = next;
      remembered = { key, list: next };
      setList(next);
    },
    [key],
  );

  const refresh = useCallback(
    async (mayShowNew: () => boolean) => {
      if (inFlight.current !== null) return; // A slow answer is waited for, not asked for again.
      const controller = new AbortController();
      inFlight.current = controller;
      try {
        const page = await getTraces(query, asked.current, null, controller.signal);
        const count = countNew(listNow.current, page);
        setSearch(page.search ?? null);
        if (count === 0 || listNow.current.items.length === 0 || mayShowNew()) {
          show(refreshFirstPage(listNow.current, page));
          setHeld(null);
        } else {
          show(updateInPlace(listNow.current, page));
          setHeld({ page, count });
        }
        setError(null);
      } catch (reason) {
        if (isAbort(reason)) return;
        setError(reason as Error);
      } finally {
        if (inFlight.current === controller) {
          inFlight.current = null;
          setIsLoading(false);
        }
      }
    },
    [query, show],
  );

  useEffect(() => {
    const start = remembered?.key === key ? remembered.list : emptyList;
    listNow.current = start;
    setList(start);
    setHeld(null);
    setError(null);
    setIsLoading(start.items.length === 0);
    void refresh(() => true);
    return () => {
      inFlight.current?.abort();
      inFlight.current = null;
    };
  }, [key, refresh]);

  // A query the server refused stays refused; asking again every few seconds would only repeat the message.
  const isRefused = error !== null && "status" in error && error.status === 400;
  const everyMs = list.items.length === 0 && query === "" && error === null ? firstTraceEveryMs : refreshEveryMs;
  useVisibleInterval(() => void refresh(mayMove), isRefused || !isLive ? 0 : everyMs);

  const loadMore = useCallback(async () => {
    const cursor = listNow.current.next;
    if (cursor === null || loadingMore.current) return;
    loadingMore.current = true;
    try {
      const page = await getTraces(query, asked.current, cursor);
      if (listNow.current.next !== cursor) return;
      show(appendPage(listNow.current, page));
      const more = page.search;
      if (more !== undefined) setSearch((before) => ({ ...more, examined: more.examined + (before?.examined ?? 0) }));
    } catch (reason) {
      if (!isAbort(reason)) setError(reason as Error);
    } finally {
      loadingMore.current = false;
    }
  }, [query, show]);

  const showHeldBack = useCallback(() => {
    if (held !== null) show(refreshFirstPage(listNow.current, held.page));
    setHeld(null);
  }, [held, show]);

  return {
    list,
    isLoading,
    error,
    heldBack: held?.count ?? 0,
    search,
    loadMore: () => void loadMore(),
    showHeldBack,
    retry: () => void refresh(() => true),
  };
}
