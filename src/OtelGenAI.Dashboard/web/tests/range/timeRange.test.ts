import { expect, test } from "vitest";
import { allTime, boundsOf, hourMs, readRange, type TimeRange, writeRange } from "../../src/range/timeRange";

const now = Date.UTC(2026, 10, 20, 12);

test.each<TimeRange>([
  allTime,
  { is: "last", hours: 24 },
  { is: "between", from: "2026-11-19T00:00:00.000Z", to: null },
  { is: "between", from: "2026-11-19T00:00:00.000Z", to: "2026-11-20T00:00:00.000Z" },
])("a range comes back from the address it is written into: %o", (range) => {
  const parameters = new URLSearchParams();
  writeRange(parameters, range);

  expect(readRange(parameters)).toEqual(range);
});

test("the range that a page has anyway is not in its address, and all time then is", () => {
  const week: TimeRange = { is: "last", hours: 168 };
  const [usual, whole] = [new URLSearchParams(), new URLSearchParams()];
  writeRange(usual, week, week);
  writeRange(whole, allTime, week);

  expect(usual.size).toBe(0);
  expect(readRange(usual, week)).toEqual(week);
  expect(readRange(whole, week)).toEqual(allTime);
});

test("a range that ends now has no end, so that what arrives next belongs to it", () => {
  expect(boundsOf({ is: "last", hours: 2 }, now)).toEqual({ from: new Date(now - 2 * hourMs).toISOString(), to: null });
});

test.each(["range=0h", "range=-1h", "range=abc", "from=yesterday", "to=x&from="])("%s says nothing", (search) => {
  expect(readRange(new URLSearchParams(search))).toEqual(allTime);
});
