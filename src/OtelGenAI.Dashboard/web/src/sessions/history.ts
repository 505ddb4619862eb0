import type { TraceSummary } from "../api/contract";
import { parseTime } from "../format/time";
import { type Measure, measured } from "./measures";

export interface Day {
  /** Its midnight, UTC, in milliseconds since 1970. */
  startMs: number;
  traces: number;
  failed: number;
  /** Summed up over its traces; null when none of them has the figure. */
  sum: number | null;
}

const dayMs = 86_400_000;

/** Sums by day, from the first day to the last without gaps: a day on which nothing happened is a fact too. */
export function byDay(traces: readonly TraceSummary[], measure: Measure): Day[] {
  const days = new Map<number, Day>();
  for (const trace of traces) {
    const startMs = Math.floor(parseTime(trace.startTime) / dayMs) * dayMs;
    const day = days.get(startMs) ?? { startMs, traces: 0, failed: 0, sum: null };
    const value = measured(trace, measure);
    days.set(startMs, {
      startMs,
      traces: day.traces + 1,
      failed: day.failed + (trace.errorCount > 0 ? 1 : 0),
      sum: value === null ? day.sum : (day.sum ?? 0) + value,
    });
  }
  const first = Math.min(...days.keys());
  const last = Math.max(...days.keys());
  const all: Day[] = [];
  for (let at = first; at <= last; at += dayMs) {
    all.push(days.get(at) ?? { startMs: at, traces: 0, failed: 0, sum: null });
  }
  return all;
}

/** What a day usually comes to: the median of the days before the last one, those without traces included. */
export function usual(days: readonly Day[]): number | null {
  const before = days
    .slice(0, -1)
    .map((day) => day.sum ?? 0)
    .sort((a, b) => a - b);
  if (before.length === 0) return null;
  const middle = before.length >> 1;
  const upper = before[middle] as number;
  return before.length % 2 === 1 ? upper : ((before[middle - 1] as number) + upper) / 2;
}
