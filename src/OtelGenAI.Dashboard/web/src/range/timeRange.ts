/** The stretch of time that a page is about. In an address it is `range=24h`, or `from=` and `to=`, or nothing. */
export type TimeRange =
  | { is: "all" }
  | { is: "last"; hours: number }
  | { is: "between"; from: string | null; to: string | null };

export const allTime: TimeRange = { is: "all" };

export const presets: readonly { hours: number; title: string }[] = [
  { hours: 1, title: "Last hour" },
  { hours: 6, title: "Last 6 hours" },
  { hours: 24, title: "Last 24 hours" },
  { hours: 7 * 24, title: "Last 7 days" },
  { hours: 30 * 24, title: "Last 30 days" },
];

export const hourMs = 3_600_000;

/** What an address says; what it says wrongly is taken for nothing. */
export function readRange(parameters: URLSearchParams, otherwise: TimeRange = allTime): TimeRange {
  const last = /^([1-9]\d{0,4})h$/.exec(parameters.get("range") ?? "");
  if (last?.[1] !== undefined) return { is: "last", hours: Number(last[1]) };
  if (parameters.get("range") === "all") return allTime;
  const from = readTime(parameters.get("from"));
  const to = readTime(parameters.get("to"));
  return from === null && to === null ? otherwise : { is: "between", from, to };
}

export function writeRange(parameters: URLSearchParams, range: TimeRange, otherwise: TimeRange = allTime): void {
  if (range.is === "last") {
    if (otherwise.is !== "last" || otherwise.hours !== range.hours) parameters.set("range", `${range.hours}h`);
  } else if (range.is === "between") {
    if (range.from !== null) parameters.set("from", range.from);
    if (range.to !== null) parameters.set("to", range.to);
  } else if (otherwise.is !== "all") parameters.set("range", "all");
}

/** Its ends as the API wants them. A range that ends now has no end: what arrives next belongs to it. */
export function boundsOf(range: TimeRange, nowMs: number): { from: string | null; to: string | null } {
  if (range.is === "last") return { from: new Date(nowMs - range.hours * hourMs).toISOString(), to: null };
  return range.is === "between" ? { from: range.from, to: range.to } : { from: null, to: null };
}

/** The same range is the same text: for keys and dependencies. */
export function rangeKey(range: TimeRange): string {
  const parameters = new URLSearchParams();
  writeRange(parameters, range);
  return parameters.toString();
}

function readTime(text: string | null): string | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
