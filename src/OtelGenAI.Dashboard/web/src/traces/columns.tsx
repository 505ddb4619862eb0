import type { ReactNode } from "react";
import type { TraceSummary } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, formatCount, formatShare } from "../format/number";
import { formatSecond, parseTime } from "../format/time";
import { NarrowTo } from "./NarrowTo";
import { costTitle, tokensTitle } from "./TraceRow";

export interface TraceColumn {
  key: string;
  title: string;
  /** Pixels that it needs at least. */
  width: number;
  /** Parts of the room that is left; 0 for columns of figures. */
  grows: number;
  isNumber: boolean;
  /** When there is no room, the column with the highest rank goes first: those that are there anyway before those that somebody chose. */
  rank: number;
  /** The tooltip. */
  hint?(trace: TraceSummary): string | undefined;
  cell(trace: TraceSummary): ReactNode;
}

function figure(key: string, title: string, width: number, rank: number, cell: TraceColumn["cell"]): TraceColumn {
  return { key, title, width, grows: 0, isNumber: true, rank, cell };
}

function text(
  key: string,
  title: string,
  width: number,
  rank: number,
  value: (trace: TraceSummary) => string | null,
): TraceColumn {
  return {
    key,
    title,
    width,
    grows: 1,
    isNumber: false,
    rank,
    hint: (trace) => value(trace) ?? undefined,
    cell: (trace) => <span className="cut">{value(trace) ?? ""}</span>,
  };
}

function several(
  key: string,
  title: string,
  width: number,
  rank: number,
  values: (trace: TraceSummary) => string[],
): TraceColumn {
  return {
    ...text(key, title, width, rank, (trace) => values(trace).join(", ")),
    cell: (trace) => (
      <>
        <span className="cut">{values(trace)[0] ?? ""}</span>
        {values(trace).length > 1 && <span className="dim"> +{values(trace).length - 1}</span>}
      </>
    ),
  };
}

/** Nobody has looked at a trace that has no counts, which is not the same as nothing found. */
function findingsOf({ findings }: TraceSummary): ReactNode {
  if (findings === undefined) return <span className="dim">–</span>;
  const count = findings.error + findings.warning + findings.info;
  return findings.error > 0 ? <span className="bad">{formatCount(count)}</span> : formatCount(count);
}

/** What a reader can choose from. When it started and what it is are always there. */
export const traceColumns: readonly TraceColumn[] = [
  figure("duration", "Duration", 78, 1, (trace) => formatDuration(trace.durationMs)),
  figure("spans", "Spans", 56, 6, (trace) => formatCount(trace.spanCount)),
  figure("errors", "Errors", 52, 3, (trace) =>
    trace.errorCount > 0 ? (
      <span className="bad">{formatCount(trace.errorCount)}</span>
    ) : (
      <span className="dim">–</span>
    ),
  ),
  several("models", "Models", 110, 5, (trace) => trace.models),
  several("services", "Services", 90, 7, (trace) => trace.services),
  {
    ...figure("tokens", "Tokens", 108, 4, (trace) =>
      trace.totalTokens === 0 ? (
        "–"
      ) : (
        <>
          {formatCompact(trace.inputTokens)} <span className="dim">→</span> {formatCompact(trace.outputTokens)}
        </>
      ),
    ),
    hint: tokensTitle,
  },
  {
    ...figure("cost", "Cost", 76, 2, (trace) => (
      <>
        {formatCost(trace.costUsd)}
        {trace.costUsd !== null && trace.unpricedCalls > 0 && <span className="dim">+?</span>}
      </>
    )),
    hint: costTitle,
  },
  {
    ...text("session", "Session, user", 100, 8, (trace) => [trace.sessionId, trace.userId].filter(Boolean).join(", ")),
    cell: (trace) => (
      <span className="two-lines">
        <span>{trace.sessionId !== null && <NarrowTo field="session" value={trace.sessionId} />}</span>
        <span className="dim">{trace.userId !== null && <NarrowTo field="user" value={trace.userId} />}</span>
      </span>
    ),
  },
  figure("findings", "Findings", 70, 4.05, findingsOf),
  figure("cache", "From cache", 76, 4.1, (trace) => formatShare(trace.cacheReadTokens, trace.inputTokens)),
  figure("reasoning", "Reasoning", 76, 4.2, (trace) =>
    trace.reasoningTokens === 0 ? "–" : formatCompact(trace.reasoningTokens),
  ),
  text("user", "User", 100, 4.3, (trace) => trace.userId),
  text("environment", "Environment", 84, 4.4, (trace) => trace.environment),
  text("release", "Release", 84, 4.5, (trace) => trace.release),
  several("tags", "Tags", 90, 4.6, (trace) => trace.tags),
  text("started", "Started", 150, 4.7, (trace) => formatSecond(parseTime(trace.startTime))),
];

const timeWidth = 84;
/** Less of a name says nothing; on a phone little must do. */
const nameWidth = (widthPx: number) => (widthPx < 600 ? 140 : 280);
const gap = 14;
const padding = 32;

/** The chosen columns that have room, in their order. */
export function fitting(chosen: readonly string[], widthPx: number): TraceColumn[] {
  const shown = chosen.flatMap((key) => traceColumns.find((column) => column.key === key) ?? []);
  const needed = () =>
    timeWidth + nameWidth(widthPx) + padding + gap + shown.reduce((sum, column) => sum + column.width + gap, 0);
  while (shown.length > 0 && needed() > widthPx) {
    const last = shown.reduce((worst, column) => (column.rank > worst.rank ? column : worst));
    shown.splice(shown.indexOf(last), 1);
  }
  return shown;
}

export function gridOf(columns: readonly TraceColumn[]): string {
  const tracks = columns.map((column) =>
    column.grows === 0 ? `${column.width}px` : `minmax(${column.width}px, ${column.grows}fr)`,
  );
  return [`${timeWidth}px`, "minmax(140px, 4fr)", ...tracks].join(" ");
}
