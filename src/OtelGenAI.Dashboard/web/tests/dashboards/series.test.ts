import { expect, test } from "vitest";
import type { UsageGroup } from "../../src/api/contract";
import * as figures from "../../src/dashboards/series";
import * as some from "../some";

const midnight = Date.UTC(2026, 10, 20) / 1000;

function group(model: string | null, day: number, over: Partial<UsageGroup> = {}): UsageGroup {
  return some.usage({
    key: { model },
    time: new Date((midnight + day * figures.daySeconds) * 1000).toISOString(),
    count: 1,
    calls: 1,
    inputTokens: 100,
    outputTokens: 1,
    totalTokens: 101,
    cacheReadTokens: 25,
    costUsd: 1,
    ...over,
  });
}

test("a day without calls has a place on the axis: it cost nothing and has no latency", () => {
  const groups = [group("a", 0), group("a", 2, { durationMs: { count: 1, p50: 5, p95: 6, p99: 7 } })];
  const times = figures.timesOf(groups, figures.daySeconds);

  expect(times).toEqual([0, 1, 2].map((day) => midnight + day * figures.daySeconds));
  expect(figures.seriesOf(groups, "model", ["a"], times, figures.cost, 0)).toEqual([{ name: "a", values: [1, 0, 1] }]);
  expect(figures.seriesOf(groups, "model", ["a"], times, figures.duration("p95"), null)[0]?.values).toEqual([
    null,
    null,
    6,
  ]);
});

test("a cost that nobody knows is a gap and never $0", () => {
  expect(figures.cost(group("a", 0, { costUsd: null, unpricedCalls: 3 }))).toBeNull();
  expect(figures.cost(group("a", 0, { costUsd: null }))).toBe(0);
});

test("the dearest names are drawn, spans without a name are not, and the rest is counted", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const groups = [...names.map((name, at) => group(name, 0, { costUsd: at })), group(null, 0, { costUsd: 99 })];

  expect(figures.largest(groups, "model")).toEqual({ names: ["h", "g", "f", "e", "d", "c"], leftOut: 2 });
});

test("the share from the cache is of the input, and there is none without input", () => {
  expect(figures.cacheHits(group("a", 0))).toBe(25);
  expect(figures.cacheHits(group("a", 0, { inputTokens: 0 }))).toBeNull();
});
