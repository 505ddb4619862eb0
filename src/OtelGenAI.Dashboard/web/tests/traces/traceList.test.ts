import { expect, test } from "vitest";
import type { TracePage } from "../../src/api/contract";
import { appendPage, countNew, emptyList, refreshFirstPage, updateInPlace } from "../../src/traces/traceList";
import * as some from "../some";

const page = (numbers: number[], next: string | null): TracePage => ({
  items: numbers.map((n) => some.summary(n)),
  next,
});
const shown = (list: { items: readonly { traceId: string }[] }) =>
  list.items.map((item) => Number.parseInt(item.traceId, 16));

test("older pages are added below, each trace once", () => {
  const list = appendPage(appendPage(emptyList, page([9, 8, 7], "c1")), page([7, 6], null));

  expect(shown(list)).toEqual([9, 8, 7, 6]);
  expect(list.next).toBeNull();
});

test("a fresh first page goes on top and the pages read before stay, with their cursor", () => {
  const list = appendPage(appendPage(emptyList, page([9, 8], "c1")), page([7, 6], "c2"));

  const fresh = refreshFirstPage(list, page([10, 9], "c0"));

  expect(shown(fresh)).toEqual([10, 9, 8, 7, 6]);
  expect(fresh.next).toBe("c2");
});

test("a fresh page that reaches nothing of the old ones replaces them, so that no gap is hidden", () => {
  const list = appendPage(emptyList, page([9, 8], "c1"));

  const fresh = refreshFirstPage(list, page([30, 29], "c9"));

  expect(shown(fresh)).toEqual([30, 29]);
  expect(fresh.next).toBe("c9");
});

test("a first page that is also the last is the whole list", () => {
  expect(shown(refreshFirstPage(appendPage(emptyList, page([9, 8, 7], null)), page([8], null)))).toEqual([8]);
});

test("figures are brought up to date without moving a row", () => {
  const list = appendPage(emptyList, page([9, 8], "c1"));
  const fresh = { items: [some.summary(10), some.summary(8, { spanCount: 40 })], next: "c0" };

  expect(countNew(list, fresh)).toBe(1);
  expect(shown(updateInPlace(list, fresh))).toEqual([9, 8]);
  expect(updateInPlace(list, fresh).items[1]?.spanCount).toBe(40);
});
