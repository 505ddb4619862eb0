import { expect, test } from "vitest";
import { nextSort, sorted } from "../../src/table/sorting";

const value = (row: { n: number | null }) => row.n;
const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: 1 }];

test("what has no value comes last, whichever way the order goes", () => {
  expect(sorted(rows, { key: "n", direction: "ascending" }, value).map(value)).toEqual([1, 2, 10, null]);
  expect(sorted(rows, { key: "n", direction: "descending" }, value).map(value)).toEqual([10, 2, 1, null]);
});

test("figures begin with the largest, names with A, and a second click turns it round", () => {
  expect(nextSort(null, "cost", true).direction).toBe("descending");
  expect(nextSort(null, "name", false).direction).toBe("ascending");
  expect(nextSort({ key: "cost", direction: "descending" }, "cost", true).direction).toBe("ascending");
});
