import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type uPlot from "uplot";
import { formatDay, formatMinute } from "../format/time";
import { ChartTable } from "./ChartTable";
import { drawChart } from "./drawChart";
import { palette, useColours } from "./useColours";
import "./charts.css";

export interface Series {
  name: string;
  /** One for each time; null where there is nothing to tell, which is not 0. */
  values: readonly (number | null)[];
}

export interface ChartProps {
  title: string;
  /** What the figures mean. */
  hint: string;
  /** Starts of the buckets, in seconds since 1970. */
  times: readonly number[];
  /** Buckets are days, UTC; otherwise hours. */
  isDaily: boolean;
  series: readonly Series[];
  format(value: number): string;
  /** Where a point leads. Without a series, all of them. */
  hrefOf(time: number, series: string | null): string;
  onOpen(href: string): void;
}

/** Lines over time. A point is opened by a click, or with the arrow keys and Enter; a table says the same in words. */
export function LineChart(props: ChartProps) {
  const { title, hint, times, isDaily, series, format, hrefOf, onOpen } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const colours = useColours(colourNames);
  const open = useRef<(index: number, name: string | null) => void>(() => {});
  open.current = (index, name) => {
    const time = times[index];
    if (time !== undefined) onOpen(hrefOf(time, name));
  };

  // The chart is drawn anew only for other figures or colours, not for every render of the page around it.
  const drawn = useMemo(() => ({ times, series, isDaily, colours, format }), [times, series, isDaily, colours, format]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let isGone = false;
    let clear = () => {};
    drawChart(element, drawn, {
      onCursor: setAt,
      onClick: (index, name) => open.current(index, name),
    }).then(
      (made) => {
        if (isGone) return made.destroy();
        chart.current = made.plot;
        clear = made.destroy;
      },
      () => element.replaceChildren("The chart could not be drawn; the table below has its figures."),
    );
    return () => {
      isGone = true;
      chart.current = null;
      clear();
    };
  }, [drawn]);

  function press(event: KeyboardEvent) {
    const plot = chart.current;
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (plot === null || times.length === 0) return;
    if (step !== 0) {
      event.preventDefault();
      const to = Math.max(0, Math.min(times.length - 1, at === null ? times.length - 1 : at + step));
      plot.setCursor({ left: plot.valToPos(times[to] as number, "x"), top: 0 });
    } else if (event.key === "Enter" && at !== null) open.current(at, null);
  }

  return (
    <figure className="chart" aria-labelledby={id} data-testid="chart" data-chart={title}>
      <figcaption id={id} title={hint}>
        <strong>{title}</strong> <span className="dim">{hint}</span>
      </figcaption>
      <div
        ref={box}
        className="chart-box"
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the points are reached with the arrow keys
        tabIndex={0}
        aria-label={`${title}, ${series.length} lines over ${times.length} points. Arrow keys move, Enter opens the traces.`}
        onKeyDown={press}
      />
      <p className="chart-readout" role="status">
        {at === null || times[at] === undefined ? (
          <span className="dim">A point leads to its traces.</span>
        ) : (
          <>
            <span className="dim">{timeText(times[at], isDaily)}</span>
            {series.map((line, index) => (
              <span key={line.name}>
                <span className="swatch" style={{ background: colours[index] }} aria-hidden="true" />
                {line.name} <strong>{valueText(line.values[at] ?? null, format)}</strong>
              </span>
            ))}
          </>
        )}
      </p>
      <ChartTable {...props} />
    </figure>
  );
}

const colourNames = [...palette, "--line", "--dim"];

export function timeText(time: number, isDaily: boolean): string {
  return isDaily ? formatDay(time * 1000) : formatMinute(time * 1000);
}

export function valueText(value: number | null, format: (value: number) => string): string {
  return value === null ? "–" : format(value);
}
