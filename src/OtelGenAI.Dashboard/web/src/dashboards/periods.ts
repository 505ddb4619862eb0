import type { Period } from "../api/costChange";
import { hourMs, type TimeRange } from "../range/timeRange";

/** What a period is compared with. */
export const baselines = ["previous", "week"] as const;
export type Baseline = (typeof baselines)[number];

const weekMs = 7 * 24 * hourMs;

/** The period of a range, in whole hours: those that sums are kept by. All time has nothing before it, so a week is taken. */
export function periodOf(range: TimeRange, nowMs: number): Period {
  const end = Math.ceil(nowMs / hourMs) * hourMs;
  if (range.is === "last") return { fromMs: end - range.hours * hourMs, toMs: end };
  if (range.is === "between" && range.from !== null) {
    const fromMs = Math.floor(Date.parse(range.from) / hourMs) * hourMs;
    const toMs = range.to === null ? end : Math.ceil(Date.parse(range.to) / hourMs) * hourMs;
    if (toMs > fromMs) return { fromMs, toMs };
  }
  return { fromMs: end - weekMs, toMs: end };
}

/** The period before it: right before, or as long before as takes whole weeks, so that a Monday is compared with a Monday. */
export function periodBefore({ fromMs, toMs }: Period, baseline: Baseline): Period {
  const length = toMs - fromMs;
  const back = baseline === "previous" ? length : Math.ceil(length / weekMs) * weekMs;
  return { fromMs: fromMs - back, toMs: toMs - back };
}
