import type { TraceSummary } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCost, formatCount } from "../format/number";
import { formatSecond, parseTime } from "../format/time";
import { Link } from "../routing/Link";
import { traceUrl } from "../routing/route";

interface Figure {
  title: string;
  of(trace: TraceSummary): number | null;
  text(value: number): string;
}

const figures: readonly Figure[] = [
  { title: "Duration", of: (trace) => trace.durationMs, text: formatDuration },
  { title: "Cost", of: (trace) => trace.costUsd, text: formatCost },
  { title: "Input tokens", of: (trace) => trace.inputTokens, text: formatCount },
  { title: "From cache", of: (trace) => trace.cacheReadTokens, text: formatCount },
  { title: "Output tokens", of: (trace) => trace.outputTokens, text: formatCount },
  { title: "Spans", of: (trace) => trace.spanCount, text: formatCount },
  { title: "Errors", of: (trace) => trace.errorCount, text: formatCount },
];

/** The two runs in figures. */
export function Totals({ left, right }: { left: TraceSummary; right: TraceSummary }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="data-table-scroller totals" aria-label="Both runs in figures" tabIndex={0}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            {figures.map((figure) => (
              <th key={figure.title} scope="col" className="number">
                {figure.title}
              </th>
            ))}
            <th scope="col">Models</th>
          </tr>
        </thead>
        <tbody>
          <Run side="Left" trace={left} />
          <Run side="Right" trace={right} />
          <tr>
            <th scope="row">Difference</th>
            {figures.map((figure) => (
              <td key={figure.title} className="number" data-testid="difference" data-figure={figure.title}>
                {difference(figure.of(left), figure.of(right), figure)}
              </td>
            ))}
            <td>{left.models.join() === right.models.join() ? "same" : "others"}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Run({ side, trace }: { side: string; trace: TraceSummary }) {
  return (
    <tr>
      <th scope="row">
        {side}:{" "}
        <Link href={traceUrl(trace.traceId)} title={trace.traceId}>
          {trace.name === "" ? trace.traceId.slice(0, 8) : trace.name}
        </Link>{" "}
        <span className="dim time">{formatSecond(parseTime(trace.startTime))}</span>
      </th>
      {figures.map((figure) => (
        <td key={figure.title} className="number">
          {textOf(figure.of(trace), figure)}
        </td>
      ))}
      <td>{trace.models.join(", ")}</td>
    </tr>
  );
}

function textOf(value: number | null, figure: Figure): string {
  return value === null ? "—" : figure.text(value);
}

function difference(left: number | null, right: number | null, { text }: Figure): string {
  if (left === null || right === null) return "—";
  if (left === right) return "same";
  const sign = right > left ? "+" : "−";
  const share = left > 0 ? ` (${sign}${Math.round((Math.abs(right - left) / left) * 100)} %)` : "";
  return `${sign}${text(Math.abs(right - left))}${share}`;
}
