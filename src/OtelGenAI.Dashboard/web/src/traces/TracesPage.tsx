import { useCallback, useEffect, useRef, useState } from "react";
import type { Search } from "../api/contract";
import { ApiError } from "../api/request";
import { ErrorNotice } from "../controls/ErrorNotice";
import { TopBar } from "../controls/TopBar";
import { FirstRun } from "../firstRun/FirstRun";
import { plural } from "../format/number";
import type { TimeRange } from "../range/timeRange";
import { navigate } from "../routing/navigation";
import { traceUrl } from "../routing/route";
import { FacetPanel } from "./FacetPanel";
import { ListToolbar } from "./ListToolbar";
import { rememberSearch } from "./lastSearch";
import { useListSettings } from "./listSettings";
import { NothingFound } from "./NothingFound";
import { PeekPanel } from "./PeekPanel";
import { QueryProblem } from "./QueryProblem";
import { SearchBox } from "./SearchBox";
import { TraceTable, type TraceTableHandle } from "./TraceTable";
import { useListKeys } from "./useListKeys";
import { usePointerRest } from "./usePointerRest";
import { useTextHits } from "./useTextHits";
import { useTraceList } from "./useTraceList";

/** The trace whose row was last marked, so that coming back from it leaves the reader where they were. */
let lastSelected: string | null = null;

export function TracesPage({ query, range }: { query: string; range: TimeRange }) {
  const table = useRef<TraceTableHandle>(null);
  const [selectedId, setSelectedId] = useState(lastSelected);
  const [isPeeking, setIsPeeking] = useState(false);
  const [isLive, setIsLive] = useState(true);
  const [settings, changeSettings] = useListSettings();
  const { isResting, onPointerMove } = usePointerRest();

  // New rows push the others down. That is fine at the top of the list, but not below it, nor under a moving pointer.
  const mayMove = useCallback(() => table.current?.isAtTop() !== false && isResting(), [isResting]);
  const { list, isLoading, error, heldBack, search, loadMore, showHeldBack, retry } = useTraceList(
    query,
    range,
    mayMove,
    isLive,
  );

  const hits = useTextHits(query, range, list.items);

  const select = useCallback((traceId: string | null) => {
    lastSelected = traceId;
    setSelectedId(traceId);
  }, []);

  useEffect(() => rememberSearch({ query, range }), [query, range]);

  useEffect(() => {
    document.title = query === "" ? "Traces · OtelGenAI" : `${query} · OtelGenAI`;
  }, [query]);

  useListKeys({
    items: list.items,
    selectedId,
    onSelect: (traceId, index) => {
      select(traceId);
      table.current?.scrollTo(index);
    },
    onOpen: (traceId) => navigate(traceUrl(traceId)),
    onPeek: () => {
      const first = list.items[0]?.traceId ?? null;
      if (!list.items.some((item) => item.traceId === selectedId)) select(first);
      setIsPeeking((before) => !before && first !== null);
    },
    onLive: () => setIsLive((before) => !before),
  });

  const isEmpty = list.items.length === 0;
  const refusal = error instanceof ApiError && error.place !== null ? error : null;
  const isFirstRun = isEmpty && error === null && !isLoading && query === "" && range.is === "all";
  return (
    <div className="page">
      <TopBar>
        <SearchBox query={query} range={range} />
      </TopBar>
      {!isFirstRun && (
        <ListToolbar
          query={query}
          range={range}
          settings={settings}
          isLive={isLive}
          onSettings={changeSettings}
          onLive={setIsLive}
        />
      )}
      <div className="traces-split">
        {settings.areFacetsOpen && !isFirstRun && <FacetPanel query={query} range={range} />}
        <main className="traces" onPointerMove={onPointerMove}>
          <h1 className="only-heard">Traces</h1>
          {refusal !== null && <QueryProblem query={query} range={range} error={refusal} />}
          {error !== null && refusal === null && (
            <ErrorNotice error={error} what="traces" onRetry={retry} isCompact={!isEmpty} />
          )}
          {isFirstRun && <FirstRun />}
          {isEmpty && !isFirstRun && error === null && !isLoading && (
            <NothingFound
              query={query}
              range={range}
              examined={list.next === null ? null : (search?.examined ?? 0)}
              onMore={loadMore}
            />
          )}
          {isEmpty && isLoading && <p className="loading late">Loading traces…</p>}
          {!isEmpty && refusal === null && (
            <>
              {heldBack > 0 && (
                <button
                  type="button"
                  className="held-back"
                  onClick={() => {
                    showHeldBack();
                    table.current?.scrollTo(0);
                  }}
                >
                  ↑ {plural(heldBack, "new trace")}
                </button>
              )}
              <TraceTable
                ref={table}
                items={list.items}
                chosen={settings.columns}
                hasMore={list.next !== null}
                selectedId={selectedId}
                hits={hits}
                onSelect={select}
                onNearEnd={loadMore}
              />
            </>
          )}
        </main>
        {isPeeking && selectedId !== null && <PeekPanel traceId={selectedId} onClose={() => setIsPeeking(false)} />}
      </div>
      <footer className="keys">
        <span>
          <kbd>j</kbd> <kbd>k</kbd> move
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span>
          <kbd>Space</kbd> peek
        </span>
        <span>
          <kbd>l</kbd> live
        </span>
        <span>
          <kbd>/</kbd> search
        </span>
        {!isEmpty && (
          <span className="count" role="status">
            {plural(list.items.length, "trace")}
            {list.next !== null && " loaded, more below"}
            {search !== null && searchText(search)}
          </span>
        )}
      </footer>
    </div>
  );
}

/** What a search took, where that is worth a word. */
function searchText({ reads, examined }: Search): string {
  const looked = ` · ${plural(examined, "trace")} looked at`;
  return reads === "payloads" ? `${looked}, with all that they say` : looked;
}
