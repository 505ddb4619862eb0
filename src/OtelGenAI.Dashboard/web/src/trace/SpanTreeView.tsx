import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from "react";
import type { SpanNode } from "../api/contract";
import { useWidth } from "../controls/useWidth";
import { formatDuration } from "../format/duration";
import { SpanRow } from "./SpanRow";
import type { Fold, SpanTree } from "./spanTree";
import { axisTicks } from "./timeAxis";
import { type Collapsed, hasVisibleChildren, type VisibleRows } from "./visibleRows";

export interface SpanTreeHandle {
  scrollToSpan(index: number): void;
}

interface Props {
  tree: SpanTree;
  rows: VisibleRows;
  collapsed: Collapsed;
  fold: Fold;
  /** 1 for each span from the root to what failed first. */
  wayToError: Uint8Array;
  /** Whether what is not on the critical path steps back. */
  isCriticalShown: boolean;
  selected: number;
  /** Row that stands for the selected span: its own, or that of the closed span it is inside of. */
  selectedRow: number;
  onSelect(index: number): void;
  onToggle(index: number): void;
  ref?: Ref<SpanTreeHandle>;
}

const rowHeight = 30;
/** A label that begins further to the right, in percent, would be cut by the edge of its column. */
const labelsUpTo = 84;
/** Pixels of the longest label, "500 ms" or "1 h 05 m", with the space after it. */
const labelWidth = 68;

export function SpanTreeView({
  tree,
  rows,
  collapsed,
  fold,
  wayToError,
  isCriticalShown,
  selected,
  selectedRow,
  onSelect,
  onToggle,
  ref,
}: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.spans.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const axis = useRef<HTMLSpanElement>(null);
  const axisWidth = useWidth(axis);
  const ticks = useMemo(() => axisTicks(tree.durationMs, ticksWithin(axisWidth)), [tree, axisWidth]);

  // The row may appear only with the next render, when what hid it has been opened; so the wish is kept until then.
  function bringIntoView() {
    const row = wanted.current === null ? -1 : (rows.rowOf[wanted.current] ?? -1);
    if (row < 0) return;
    wanted.current = null;
    virtualizer.scrollToIndex(row, { align: isNear(row, virtualizer.range) ? "auto" : "center" });
  }
  useEffect(bringIntoView);

  useImperativeHandle(ref, () => ({
    scrollToSpan: (index) => {
      wanted.current = index;
      bringIntoView();
    },
  }));

  const isSelectedShown = rows.rowOf[selected] === selectedRow;
  return (
    <div className="tree">
      <div className="tree-columns tree-head" aria-hidden="true">
        <span>Span</span>
        <span className="t-model">Model</span>
        <span className="t-tokens number">Tokens</span>
        <span className="t-cost number">Cost</span>
        <span className="t-duration number">Duration</span>
        <span className="axis" ref={axis}>
          {ticks.map((tick) => (
            <span key={tick} style={{ left: `${share(tick, tree.durationMs)}%` }}>
              {share(tick, tree.durationMs) < labelsUpTo && formatDuration(tick)}
            </span>
          ))}
        </span>
      </div>
      <div
        ref={scroller}
        className="tree-scroller"
        style={{ "--tick": `${share(ticks[1] ?? tree.durationMs, tree.durationMs)}%` } as CSSProperties}
        role="treegrid"
        aria-label="Spans of the trace"
        aria-rowcount={rows.spans.length}
        aria-activedescendant={selectedRow >= 0 ? `row-${rows.spans[selectedRow]}` : undefined}
        tabIndex={0}
      >
        <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
          {virtualizer.getVirtualItems().map((row) => {
            const index = rows.spans[row.index];
            const span = index === undefined ? undefined : tree.spans[index];
            if (index === undefined || span === undefined) return null;
            const parent = tree.parent[index] ?? -1;
            return (
              <SpanRow
                key={index}
                span={span}
                index={index}
                row={row.index}
                top={row.start}
                depth={rows.depth[row.index] ?? 0}
                hasChildren={hasVisibleChildren(tree, index, fold)}
                isCollapsed={collapsed[index] === 1}
                hiddenErrors={collapsed[index] === 1 ? (tree.errorsBelow[index] ?? 0) : 0}
                hasErrorsBelow={(tree.errorsBelow[index] ?? 0) > 0}
                hiddenSpans={(tree.end[index] ?? 0) - index - 1}
                isOtherService={span.service !== null && span.service !== (tree.spans[parent]?.service ?? null)}
                left={share(tree.start[index] ?? 0, tree.durationMs)}
                width={share(tree.duration[index] ?? 0, tree.durationMs)}
                startOffsetMs={tree.start[index] ?? 0}
                isOnWayToError={wayToError[index] === 1}
                critical={isCriticalShown ? criticalPart(span) : null}
                isSelected={row.index === selectedRow}
                isStandIn={row.index === selectedRow && !isSelectedShown}
                onSelect={onSelect}
                onToggle={onToggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** As many as have room for their label; in a narrow pane two must do. */
function ticksWithin(widthPx: number): number {
  return Math.max(2, Math.min(6, Math.floor(widthPx / labelWidth)));
}

/** A step beyond the edge scrolls by a step; a jump lands in the middle, where what surrounds the span is seen too. */
function isNear(row: number, shown: { startIndex: number; endIndex: number } | null): boolean {
  return shown !== null && row >= shown.startIndex - 2 && row <= shown.endIndex + 2;
}

/** 0 beside the path, else the part of its own duration that was waited for. */
function criticalPart(span: SpanNode): number {
  const ms = span.subtree?.criticalMs ?? span.criticalMs;
  return span.durationMs > 0 ? Math.min(1, ms / span.durationMs) : 0;
}

function share(part: number, all: number): number {
  return all > 0 ? (part / all) * 100 : 0;
}
