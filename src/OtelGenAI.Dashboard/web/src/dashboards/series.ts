import type { UsageGroup } from "../api/contract";
import type { Series } from "../charts/LineChart";
import { parseTime } from "../format/time";

export const quantiles = ["p50", "p95", "p99"] as const;
export type Quantile = (typeof quantiles)[number];

export const hourSeconds = 3_600;
export const daySeconds = 86_400;

/** More lines than this cannot be told apart. */
export const mostLines = 6;

/** What a bucket of a group comes to; null where there is nothing to tell. */
export type Measure = (group: UsageGroup) => number | null;

/** Every bucket from the first to the last: one without spans is a fact too. */
export function timesOf(groups: readonly UsageGroup[], stepSeconds: number): number[] {
  const times = groups.map(startOf);
  const first = Math.min(...times);
  const last = Math.max(...times);
  const all: number[] = [];
  for (let time = first; time <= last; time += stepSeconds) all.push(time);
  return all;
}

/** The names that cost most, then those with most spans, at most as many as can be told apart; and how many are left out. */
export function largest(groups: readonly UsageGroup[], by: string | null): { names: string[]; leftOut: number } {
  if (by === null) return { names: [everything], leftOut: 0 };
  const sums = new Map<string, { cost: number; count: number }>();
  for (const group of groups) {
    const name = group.key[by] ?? null;
    if (name === null) continue;
    const sum = sums.get(name) ?? { cost: 0, count: 0 };
    sums.set(name, { cost: sum.cost + (group.costUsd ?? 0), count: sum.count + group.count });
  }
  const names = [...sums.keys()].sort((a, b) => {
    const [left, right] = [sums.get(a), sums.get(b)] as [
      { cost: number; count: number },
      { cost: number; count: number },
    ];
    return right.cost - left.cost || right.count - left.count || a.localeCompare(b, "en");
  });
  return { names: names.slice(0, mostLines), leftOut: Math.max(0, names.length - mostLines) };
}

/** The one line of a chart that tells nothing apart. */
export const everything = "all";

/** Lines over the buckets. `without` is what a bucket without spans comes to: nothing was spent in it, but it has no latency. */
export function seriesOf(
  groups: readonly UsageGroup[],
  by: string | null,
  names: readonly string[],
  times: readonly number[],
  measure: Measure,
  without: 0 | null,
): Series[] {
  const places = new Map(times.map((time, index) => [time, index]));
  const lines = new Map(names.map((name) => [name, new Array<number | null>(times.length).fill(without)]));
  for (const group of groups) {
    const place = places.get(startOf(group));
    const line = lines.get(by === null ? everything : (group.key[by] ?? ""));
    if (line !== undefined && place !== undefined) line[place] = measure(group);
  }
  return names.map((name) => ({ name, values: lines.get(name) as (number | null)[] }));
}

export const count: Measure = (group) => group.count;
/** A cost that nobody knows is no point on the line, least of all at $0. */
export const cost: Measure = (group) => group.costUsd ?? (group.unpricedCalls > 0 ? null : 0);
export const tokens: Measure = (group) => group.totalTokens;
export const cacheHits: Measure = (group) =>
  group.inputTokens === 0 ? null : (group.cacheReadTokens / group.inputTokens) * 100;
export const errorRate: Measure = (group) => (group.count === 0 ? null : group.errorRate * 100);
export const duration =
  (at: Quantile): Measure =>
  (group) =>
    group.durationMs?.[at] ?? null;
export const firstChunk =
  (at: Quantile): Measure =>
  (group) =>
    group.timeToFirstChunkMs?.[at] ?? null;

function startOf(group: UsageGroup): number {
  return parseTime(group.time ?? "") / 1000;
}
