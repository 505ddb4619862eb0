import { expect, test } from "vitest";
import type { CostCause } from "../../src/api/contract";
import { figuresOf, mainCause, ranked, titleOf } from "../../src/dashboards/causes";
import { periodBefore, periodOf } from "../../src/dashboards/periods";
import { hourMs } from "../../src/range/timeRange";

const noon = Date.UTC(2026, 10, 20, 12);

test("a period is whole hours, ends with the hour that is under way, and the one before it ends where it begins", () => {
  const period = periodOf({ is: "last", hours: 24 }, noon + 60_000);

  expect(period).toEqual({ fromMs: noon - 23 * hourMs, toMs: noon + hourMs });
  expect(periodBefore(period, "previous")).toEqual({ fromMs: noon - 47 * hourMs, toMs: noon - 23 * hourMs });
  expect(periodBefore(period, "week").toMs).toBe(noon + hourMs - 7 * 24 * hourMs);
});

test("all time, which has nothing before it, is taken for the last week", () => {
  expect(periodOf({ is: "all" }, noon)).toEqual({ fromMs: noon - 7 * 24 * hourMs, toMs: noon });
});

const all: CostCause[] = [
  { cause: "traffic", effectUsd: -4, before: 10, after: 8 },
  { cause: "cache", effectUsd: 3, before: 0.8, after: 0.02 },
  { cause: "output", effectUsd: 2, before: 100, after: 200 },
  { cause: "other", effectUsd: 0.000001, before: null, after: null },
];

test("the cause that fits is the largest in the direction of the whole, and what hardly matters is not listed", () => {
  expect(mainCause(all, 1)?.cause).toBe("cache");
  expect(mainCause(all, -1)?.cause).toBe("traffic");
  expect(mainCause([], 0)).toBeNull();
  expect(ranked(all, 1).map((cause) => cause.cause)).toEqual(["traffic", "cache", "output"]);
});

test("a cause is named by the direction in which it went, with its figures", () => {
  expect(titleOf(all[0] as CostCause)).toBe("Fewer traces");
  expect(titleOf(all[1] as CostCause)).toBe("Fewer cache hits");
  expect(figuresOf(all[1] as CostCause)).toBe("80 % → 2.0 % of the input from the cache");
  expect(figuresOf(all[3] as CostCause)).toBe("");
});
