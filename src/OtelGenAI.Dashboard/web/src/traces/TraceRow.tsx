import { type MouseEvent, memo } from "react";
import type { Exchange, TextHit, TraceSummary } from "../api/contract";
import { Snippet } from "../find/Snippet";
import { formatCount } from "../format/number";
import { formatAgo, formatTimestamp, formatZone, parseTime } from "../format/time";
import { Link } from "../routing/Link";
import { navigate } from "../routing/navigation";
import { traceUrl } from "../routing/route";
import { textOf } from "../trace/exchangeText";
import type { TraceColumn } from "./columns";

interface Props {
  trace: TraceSummary;
  columns: readonly TraceColumn[];
  index: number;
  top: number;
  nowMs: number;
  isSelected: boolean;
  /** Where the words of the search stand in it. */
  hit: TextHit | undefined;
  /** What was asked and answered; null when it was not captured, or has not been read yet. */
  exchange: Exchange | null;
  onSelect(traceId: string): void;
}

export const TraceRow = memo(function TraceRow(props: Props) {
  const { trace, columns, index, top, nowMs, isSelected, hit, exchange, onSelect } = props;
  const startMs = parseTime(trace.startTime);

  /** The whole row opens the trace. A link stretched over it would do so too, but hide the tooltips of its cells. */
  function open(event: MouseEvent<HTMLDivElement>) {
    if (event.defaultPrevented || (event.target as Element).closest("a") !== null) return;
    onSelect(trace.traceId);
    if (event.ctrlKey || event.metaKey || event.button === 1)
      window.open(traceUrl(trace.traceId), "_blank", "noopener");
    else navigate(traceUrl(trace.traceId));
  }

  const isFailed = trace.status === "error" || trace.errorCount > 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the page (j, k, Enter) and of the link inside
    <div
      className="trace-columns trace-row"
      role="row"
      aria-rowindex={index + 2}
      data-testid="trace-row"
      data-trace-id={trace.traceId}
      data-selected={isSelected}
      data-failed={isFailed}
      style={{ transform: `translateY(${top}px)` }}
      onClick={open}
      onAuxClick={(event) => event.button === 1 && open(event)}
    >
      <span role="cell" className="c-time" title={`${formatTimestamp(startMs)} ${formatZone(startMs)}`}>
        {formatAgo(startMs, nowMs)}
      </span>
      <span role="cell" className="c-trace">
        <span
          className={`dot ${isFailed ? "error" : "fine"}`}
          role="img"
          aria-label={isFailed ? "failed" : "no errors"}
        />
        <span className="c-trace-lines">
          <span className="c-trace-text">
            <Link href={traceUrl(trace.traceId)} onClick={() => onSelect(trace.traceId)} title={trace.name}>
              {trace.name === "" ? trace.traceId : trace.name}
            </Link>
            <span className="trace-id mono">{trace.traceId.slice(0, 8)}</span>
            {trace.tags.map((tag) => (
              <span key={tag} className="chip">
                {tag}
              </span>
            ))}
          </span>
          {hit !== undefined ? <Snippet hit={hit} /> : <Asked exchange={exchange} />}
        </span>
      </span>
      {columns.map((column) => (
        <span
          key={column.key}
          role="cell"
          className={column.isNumber ? "number" : "c-text"}
          data-column={column.key}
          title={column.hint?.(trace)}
        >
          {column.cell(trace)}
        </span>
      ))}
    </div>
  );
});

/** One run is told from another by what it was asked. */
function Asked({ exchange }: { exchange: Exchange | null }) {
  const asked = exchange === null ? null : textOf(exchange.asked);
  if (asked === null) return null;
  const answered = textOf(exchange?.answered ?? null) ?? "nothing";
  return (
    <span className="said" dir="auto" title={`Asked: ${asked}\nAnswered: ${answered}`} data-testid="asked">
      {asked}
    </span>
  );
}

export function tokensTitle(trace: TraceSummary): string {
  return [
    `${formatCount(trace.inputTokens)} input tokens`,
    `of them ${formatCount(trace.cacheReadTokens)} read from the cache, ${formatCount(trace.cacheWriteTokens)} written to it`,
    `${formatCount(trace.outputTokens)} output tokens, of them ${formatCount(trace.reasoningTokens)} reasoning`,
    ...mediaTitle("audio", trace.audioInputTokens, trace.audioOutputTokens),
    ...mediaTitle("image", trace.imageInputTokens, trace.imageOutputTokens),
  ].join("\n");
}

/** Few calls have any: nothing is said of the others. */
function mediaTitle(medium: string, input: number, output: number): string[] {
  return input + output === 0
    ? []
    : [`${medium}: ${formatCount(input)} of the input, ${formatCount(output)} of the output`];
}

export function costTitle(trace: TraceSummary): string {
  if (trace.costUsd === null) return "not priced yet";
  const exact = `$${trace.costUsd}`;
  if (trace.unpricedCalls === 0) return exact;
  return `${exact}, without ${formatCount(trace.unpricedCalls)} unpriced ${trace.unpricedCalls === 1 ? "call" : "calls"}`;
}
