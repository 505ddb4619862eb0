import { useCallback, useEffect, useRef, useState } from "react";
import { ErrorNotice } from "../controls/ErrorNotice";
import { isTyping } from "../controls/isTyping";
import { TopBar } from "../controls/TopBar";
import { FirstRun } from "../firstRun/FirstRun";
import { plural } from "../format/number";
import type { TimeRange } from "../range/timeRange";
import { navigate } from "../routing/navigation";
import { traceUrl } from "../routing/route";
import { NothingFound } from "./NothingFound";
import { SearchBox } from "./SearchBox";
import { TraceTable, type TraceTableHandle } from "./TraceTable";
import { usePointerRest } from "./usePointerRest";
import { useTraceList } from "./useTraceList";

/** The trace whose row was last marked, so that coming back from it leaves the reader where they were. */
let lastSelected: string | null = null;

export function TracesPage({ query, range }: { query: string; range: TimeRange }) {
  const table = useRef<TraceTableHandle>(null);
  const [selectedId, setSelectedId] = useState(lastSelected);
  const { isResting, onPointerMove } = usePointerRest();

  // New rows push the others down. That is fine at the top of the list, but not below it, nor under a moving pointer.
  const mayMove = useCallback(() => table.current?.isAtTop() !== false && isResting(), [isResting]);
  const { list, isLoading, error, heldBack, loadMore, showHeldBack, retry } = useTraceList(query, range, mayMove);

  const select = useCallback((traceId: string | null) => {
    lastSelected = traceId;
    setSelectedId(traceId);
  }, []);

  useEffect(() => {
    document.title = query === "" ? "Traces · OtelGenAI" : `${query} · OtelGenAI`;
  }, [query]);

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (isTyping(event)) return;
      const step =
        event.key === "j" || event.key === "ArrowDown" ? 1 : event.key === "k" || event.key === "ArrowUp" ? -1 : 0;
      if (step !== 0) {
        event.preventDefault();
        const from = list.items.findIndex((item) => item.traceId === selectedId);
        const to = Math.max(0, Math.min(list.items.length - 1, from + step));
        const item = list.items[to];
        if (item === undefined) return;
        select(item.traceId);
        table.current?.scrollTo(to);
      } else if (event.key === "Enter" && selectedId !== null && !(event.target instanceof HTMLButtonElement)) {
        event.preventDefault();
        navigate(traceUrl(selectedId));
      }
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [list, selectedId, select]);

  const isEmpty = list.items.length === 0;
  const isEverything = query === "" && range.is === "all";
  return (
    <div className="page">
      <TopBar>
        <SearchBox query={query} />
      </TopBar>
      <main className="traces" onPointerMove={onPointerMove}>
        {error !== null && <ErrorNotice error={error} what="traces" onRetry={retry} isCompact={!isEmpty} />}
        {isEmpty &&
          error === null &&
          !isLoading &&
          (isEverything ? <FirstRun /> : <NothingFound query={query} range={range} />)}
        {isEmpty && isLoading && <p className="loading">Loading traces…</p>}
        {!isEmpty && (
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
              hasMore={list.next !== null}
              selectedId={selectedId}
              onSelect={select}
              onNearEnd={loadMore}
            />
          </>
        )}
      </main>
      <footer className="keys">
        <span>
          <kbd>j</kbd> <kbd>k</kbd> move
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span>
          <kbd>/</kbd> search
        </span>
        {!isEmpty && (
          <span className="count" role="status">
            {plural(list.items.length, "trace")}
            {list.next !== null && " loaded, more below"}
          </span>
        )}
      </footer>
    </div>
  );
}
