import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { TextHit, TraceSummary } from "../api/contract";
import { useWidth } from "../controls/useWidth";
import { fitting, gridOf } from "./columns";
import { TraceRow } from "./TraceRow";
import { useExchanges } from "./useExchanges";

export interface TraceTableHandle {
  isAtTop(): boolean;
  scrollTo(index: number): void;
}

interface Props {
  items: readonly TraceSummary[];
  /** Keys of the columns that the reader chose. */
  chosen: readonly string[];
  hasMore: boolean;
  selectedId: string | null;
  /** Where the words of the search stand, by trace. */
  hits: ReadonlyMap<string, TextHit>;
  onSelect(traceId: string): void;
  onNearEnd(): void;
  ref?: Ref<TraceTableHandle>;
}

const rowHeight = 44;
/** The next page is asked for when this many rows are left below the screen. */
const nearEnd = 15;

/** How far the list was scrolled when the reader opened a trace. */
let rememberedOffset = 0;

export function TraceTable({ items, chosen, hasMore, selectedId, hits, onSelect, onNearEnd, ref }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const nowMs = useNow();
  const widthPx = useWidth(table);
  const columns = useMemo(() => fitting(chosen, widthPx), [chosen, widthPx]);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialOffset: rememberedOffset,
    getItemKey: (index) => items[index]?.traceId ?? index,
  });

  useImperativeHandle(
    ref,
    () => ({
      isAtTop: () => (scroller.current?.scrollTop ?? 0) < rowHeight / 2,
      scrollTo: (index) => virtualizer.scrollToIndex(index),
    }),
    [virtualizer],
  );

  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = rememberedOffset;
  }, []);

  const rows = virtualizer.getVirtualItems();
  const exchangeOf = useExchanges(rows.flatMap((row) => items[row.index] ?? []));
  const isNearEnd = hasMore && (rows.at(-1)?.index ?? 0) >= items.length - nearEnd;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the number of rows, a short page that still leaves the end in view asks for the next one
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, items.length, onNearEnd]);

  return (
    <div
      ref={table}
      className="trace-table"
      role="table"
      aria-label="Traces"
      aria-rowcount={hasMore ? -1 : items.length + 1}
      style={{ "--columns": gridOf(columns) } as CSSProperties}
    >
      <div className="trace-columns trace-head" role="row" aria-rowindex={1}>
        <span role="columnheader">Time</span>
        <span role="columnheader">Trace</span>
        {columns.map((column) => (
          <span key={column.key} role="columnheader" className={column.isNumber ? "number" : undefined}>
            {column.title}
          </span>
        ))}
      </div>
      <div
        ref={scroller}
        className="trace-scroller"
        role="rowgroup"
        onScroll={(event) => {
          rememberedOffset = event.currentTarget.scrollTop;
        }}
      >
        <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
          {rows.map((row) => {
            const trace = items[row.index];
            if (trace === undefined) return null;
            return (
              <TraceRow
                key={row.key}
                trace={trace}
                columns={columns}
                index={row.index}
                top={row.start}
                nowMs={nowMs}
                isSelected={trace.traceId === selectedId}
                hit={hits.get(trace.traceId)}
                exchange={exchangeOf(trace)}
                onSelect={onSelect}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The time that "3 s ago" is counted from, moved on every few seconds. */
function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
