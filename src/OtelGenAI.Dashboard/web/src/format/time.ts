/**
 * Milliseconds since 1970, with the digits after the millisecond kept (spans of one call can differ by microseconds;
 * `Date.parse` cuts them off). A double holds today's time to about 0.2 µs. NaN if the text is not a time.
 */
export function parseTime(rfc3339: string): number {
  const dot = rfc3339.indexOf(".");
  if (dot < 0) return Date.parse(rfc3339);
  let end = dot + 1;
  while (end < rfc3339.length && isDigit(rfc3339.charCodeAt(end))) end++;
  const seconds = Date.parse(rfc3339.slice(0, dot) + rfc3339.slice(end));
  return seconds + Number(`0${rfc3339.slice(dot, end)}`) * 1000;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** "3 s ago": good enough to find the run one has just started. */
export function formatAgo(timeMs: number, nowMs: number): string {
  const seconds = Math.round((nowMs - timeMs) / 1000);
  // Clocks of two machines differ by a little; a lot is worth showing.
  if (seconds < -5) return `in ${formatSpan(-seconds)}`;
  if (seconds < 1) return "just now";
  return `${formatSpan(seconds)} ago`;
}

function formatSpan(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Local date and time to the millisecond: 2026-11-20 03:43:12.120. */
export function formatTimestamp(timeMs: number): string {
  const time = new Date(timeMs);
  if (Number.isNaN(time.getTime())) return "unknown time";
  return `${formatDate(time)} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, "0")}`;
}

/** The zone in which times are shown: UTC, UTC+1, UTC−3:30. */
export function formatZone(timeMs: number): string {
  const minutes = -new Date(timeMs).getTimezoneOffset();
  if (minutes === 0 || Number.isNaN(minutes)) return "UTC";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${two(rest)}`}`;
}

/** A day as it is in UTC: 2026-11-20. */
export function formatDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Local date and time to the minute: 2026-11-20 03:43. */
export function formatMinute(timeMs: number): string {
  return formatTimestamp(timeMs).slice(0, 16);
}

/** Local date and time to the second: 2026-11-20 03:43:12. */
export function formatSecond(timeMs: number): string {
  return formatTimestamp(timeMs).slice(0, 19);
}

function formatDate(time: Date): string {
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
