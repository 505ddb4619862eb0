import { expect, test } from "vitest";
import { byDay, usual } from "../../src/sessions/history";
import * as some from "../some";

const at = (day: number, over = {}) =>
  some.summary(day, { startTime: new Date(Date.UTC(2026, 10, day, 23, 59)).toISOString(), ...over });

test("days are summed up in UTC, and a day on which nothing happened is there with nothing", () => {
  const days = byDay([at(3, { costUsd: 2 }), at(1, { costUsd: 1, errorCount: 1 }), at(3, { costUsd: 0.5 })], "cost");

  expect(days.map((day) => [new Date(day.startMs).getUTCDate(), day.traces, day.failed, day.sum])).toEqual([
    [1, 1, 1, 1],
    [2, 0, 0, null],
    [3, 2, 0, 2.5],
  ]);
});

test("a cost that nobody knows is not $0", () => {
  expect(byDay([at(1)], "cost")[0]?.sum).toBeNull();
});

test("the usual day is the median of the days before the last", () => {
  expect(usual(byDay([at(1, { costUsd: 4 }), at(3, { costUsd: 1 }), at(4, { costUsd: 100 })], "cost"))).toBe(1);
  expect(usual(byDay([at(1, { costUsd: 4 }), at(2, { costUsd: 2 }), at(3, { costUsd: 9 })], "cost"))).toBe(3);
  expect(usual(byDay([at(1, { costUsd: 4 })], "cost"))).toBeNull();
});
