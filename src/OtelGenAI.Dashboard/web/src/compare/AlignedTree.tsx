import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useRef } from "react";
import type { SpanNode } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost } from "../format/number";
import { KindBadge } from "../trace/KindBadge";
import type { SpanTree } from "../trace/spanTree";
import type { AlignedRow } from "./alignTraces";
import { differencesOf } from "./differences";

interface Props {
  rows: readonly AlignedRow[];
  left: SpanTree;
  right: SpanTree;
  selected: number | null;
  onSelect(index: number): void;
}

const rowHeight = 34;

/** The steps of both runs, aligned; a step of one run alone has an empty place on the other side. */
export function AlignedTree({ rows, left, right, selected, onSelect }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });

  function press(event: KeyboardEvent) {
    const step =
      event.key === "j" || event.key === "ArrowDown" ? 1 : event.key === "k" || event.key === "ArrowUp" ? -1 : 0;
    if (step === 0 || rows.length === 0) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(rows.length - 1, (selected ?? -1) + step));
    onSelect(to);
    virtualizer.scrollToIndex(to);
  }

  return (
    <div
      ref={scroller}
      className="aligned"
      role="grid"
      aria-label="Steps of both runs"
      aria-rowcount={rows.length}
      aria-activedescendant={selected === null ? undefined : `pair-${selected}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index] as AlignedRow;
          const a = row.left === null ? null : (left.spans[row.left] as SpanNode);
          const b = row.right === null ? null : (right.spans[row.right] as SpanNode);
          const side = a === null ? "right" : b === null ? "left" : "both";
          const differences = a === null || b === null ? [] : differencesOf(a, b);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the grid that has the focus
            <div
              key={item.key}
              id={`pair-${item.index}`}
              className="pair-row"
              role="row"
              aria-rowindex={item.index + 1}
              aria-selected={item.index === selected}
              data-testid="pair-row"
              data-side={side}
              data-different={differences.length > 0}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => onSelect(item.index)}
            >
              <span role="gridcell" className="pair-name" style={{ paddingLeft: `${Math.min(row.depth, 12) * 14}px` }}>
                <span className="pair-mark" title={sideTitles[side]}>
                  {sideMarks[side]}
                </span>
                <KindBadge kind={(a ?? (b as SpanNode)).kind} />
                <span className="cut">{(a ?? (b as SpanNode)).name}</span>
                <span className="dim cut">{differences.join(", ")}</span>
              </span>
              <Both a={a} b={b} of={(span) => formatDuration(span.durationMs)} />
              <Both a={a} b={b} of={tokensText} className="pair-tokens" />
              <Both
                a={a}
                b={b}
                of={(span) => (span.costUsd === null ? "" : formatCost(span.costUsd))}
                className="pair-cost"
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const sideMarks = { left: "−", right: "+", both: "" };
const sideTitles = { left: "only on the left", right: "only on the right", both: "on both sides" };

interface BothProps {
  a: SpanNode | null;
  b: SpanNode | null;
  of(span: SpanNode): string;
  className?: string;
}

function Both({ a, b, of, className = "" }: BothProps) {
  const [left, right] = [a === null ? "" : of(a), b === null ? "" : of(b)];
  return (
    <span role="gridcell" className={`number ${className}`}>
      {left === right ? (
        left
      ) : (
        <>
          {left === "" ? "–" : left} <span className="dim">→</span> {right === "" ? "–" : right}
        </>
      )}
    </span>
  );
}

function tokensText({ tokens }: SpanNode): string {
  return tokens === null ? "" : `${formatCompact(tokens.input ?? 0)}/${formatCompact(tokens.output ?? 0)}`;
}
