import type uPlot from "uplot";
import type { Series } from "./LineChart";
import { palette } from "./useColours";

interface Figures {
  times: readonly number[];
  series: readonly Series[];
  isDaily: boolean;
  /** Of the palette, then of the grid, then of the text. */
  colours: readonly string[];
  format(value: number): string;
}

interface Hooks {
  /** The point under the pointer or chosen by keys; null when there is none. */
  onCursor(index: number | null): void;
  /** A click near a point; the line is null when it was near none. */
  onClick(index: number, series: string | null): void;
}

const height = 180;
/** With fewer points than this each gets a dot: a single one between gaps would not be seen as a line. */
const dotsUpTo = 80;
/** What is shown at least, up to the last point: a single one would stand in a stretch of years. In seconds. */
const leastOf = { days: 6 * 86_400, hours: 23 * 3_600 };
/**
 * How times are written: the step from which on, each of its times, and what stands below where a year, a day or an hour
 * begins. Names of months, because 11/12 is another day on the other side of the sea.
 */
const timeSteps = [
  [365 * 86_400, "{YYYY}", null, null, null, null, null, null, 1],
  [28 * 86_400, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [86_400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [60, "{HH}:{mm}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
];
/** Between lines of the grid where figures are counts: half a call would be written as a whole one. */
const wholeSteps = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
/** A click this far from a line, in pixels, is not meant for it. */
const reach = 18;

// Of the times themselves: the library takes a single one for the beginning of years.
function stretchOf(times: readonly number[], isDaily: boolean): [number, number] {
  const last = times.at(-1) ?? 0;
  return [Math.min(times[0] ?? 0, last - (isDaily ? leastOf.days : leastOf.hours)), last];
}

function areCounts(series: readonly Series[]): boolean {
  return series.every((line) => line.values.every((value) => value === null || Number.isInteger(value)));
}

/** Draws lines into an element. The library is loaded when the first chart is, because most pages have none. */
export async function drawChart(
  element: HTMLElement,
  { times, series, isDaily, colours, format }: Figures,
  { onCursor, onClick }: Hooks,
): Promise<{ plot: uPlot; destroy(): void }> {
  const [{ default: UPlot }] = await Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]);
  const grid = colours[palette.length] as string;
  const text = colours[palette.length + 1] as string;
  const axis = {
    stroke: text,
    font: "11px system-ui",
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1 },
  };
  let near: string | null = null;

  const options: uPlot.Options = {
    width: Math.max(120, element.clientWidth),
    height,
    legend: { show: false },
    cursor: { y: false, focus: { prox: reach }, sync: { key: "otelgenai", setSeries: false } },
    focus: { alpha: 0.35 },
    scales: {
      x: { time: true, range: () => stretchOf(times, isDaily) },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      { ...axis, space: 70, values: timeSteps },
      {
        ...axis,
        size: 62,
        space: 36,
        ...(areCounts(series) ? { incrs: wholeSteps } : {}),
        values: (_, splits) => splits.map((value) => format(value)),
      },
    ],
    // Days are UTC days: written in local time they would seem to begin in the evening before.
    tzDate: (time) => (isDaily ? UPlot.tzDate(new Date(time * 1000), "Etc/UTC") : new Date(time * 1000)),
    series: [
      {},
      ...series.map((line, index) => ({
        label: line.name,
        stroke: colours[index % palette.length] as string,
        width: 2,
        points: { show: times.length <= dotsUpTo, size: 6 },
      })),
    ],
    hooks: {
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      setSeries: [
        (_, index) => {
          near = index === null ? null : (series[index - 1]?.name ?? null);
        },
      ],
    },
  };
  const plot = new UPlot(
    options,
    [[...times], ...series.map((line) => [...line.values])] as uPlot.AlignedData,
    element,
  );
  plot.over.addEventListener("click", () => {
    if (plot.cursor.idx !== null && plot.cursor.idx !== undefined) onClick(plot.cursor.idx, near);
  });
  const observer = new ResizeObserver(() => plot.setSize({ width: Math.max(120, element.clientWidth), height }));
  observer.observe(element);
  return {
    plot,
    destroy() {
      observer.disconnect();
      plot.destroy();
    },
  };
}
