import { useState } from "react";
import { Link } from "../routing/Link";
import { type ChartProps, timeText, valueText } from "./LineChart";

/** The figures of a chart in words, each a link: for screen readers, and for whoever wants to copy them. */
export function ChartTable({ title, times, isDaily, series, format, hrefOf }: ChartProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="chart-table" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="chart-table-scroller" aria-label={`${title} as a table`} tabIndex={0}>
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">{isDaily ? "Day (UTC)" : "Hour"}</th>
                {series.map((line) => (
                  <th key={line.name} scope="col" className="number">
                    {line.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((time, index) => (
                <tr key={time}>
                  <th scope="row">
                    <Link href={hrefOf(time, null)}>{timeText(time, isDaily)}</Link>
                  </th>
                  {series.map((line) => (
                    <td key={line.name} className="number">
                      <Link href={hrefOf(time, line.name)}>{valueText(line.values[index] ?? null, format)}</Link>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
