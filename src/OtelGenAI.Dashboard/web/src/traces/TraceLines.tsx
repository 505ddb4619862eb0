import type { TraceSummary } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCount } from "../format/number";
import { formatSecond, parseTime } from "../format/time";
import { traceUrl } from "../routing/route";
import { type Column, DataTable } from "../table/DataTable";
import { Cost, Tokens } from "../usage/Figures";

const columns: readonly Column<TraceSummary>[] = [
  {
    key: "name",
    title: "Trace",
    value: (trace) => trace.name,
    cell: (trace) => (trace.name === "" ? trace.traceId : trace.name),
  },
  {
    key: "time",
    title: "Started",
    needs: "medium",
    value: (trace) => parseTime(trace.startTime),
    cell: (trace) => <span className="time">{formatSecond(parseTime(trace.startTime))}</span>,
  },
  {
    key: "errors",
    title: "Errors",
    isNumber: true,
    value: (trace) => trace.errorCount,
    cell: (trace) =>
      trace.errorCount > 0 ? (
        <span className="bad">{formatCount(trace.errorCount)}</span>
      ) : (
        <span className="dim">0</span>
      ),
  },
  {
    key: "duration",
    title: "Duration",
    isNumber: true,
    value: (trace) => trace.durationMs,
    cell: (trace) => formatDuration(trace.durationMs),
  },
  {
    key: "tokens",
    title: "Tokens",
    isNumber: true,
    needs: "medium",
    value: (trace) => trace.totalTokens,
    cell: (trace) => <Tokens of={trace} />,
  },
  {
    key: "cost",
    title: "Cost",
    isNumber: true,
    value: (trace) => trace.costUsd,
    cell: (trace) => <Cost of={trace} />,
  },
  {
    key: "models",
    title: "Models",
    needs: "wide",
    cell: (trace) => trace.models.join(", "),
  },
];

interface Props {
  label: string;
  traces: readonly TraceSummary[];
  /** Where a row leads; to the trace, if nothing else is said. */
  hrefOf?(trace: TraceSummary): string;
}

/** Traces as a plain table, on pages that are about something else. */
export function TraceLines({ label, traces, hrefOf = ({ traceId }) => traceUrl(traceId) }: Props) {
  return <DataTable label={label} rows={traces} columns={columns} rowKey={(trace) => trace.traceId} href={hrefOf} />;
}
