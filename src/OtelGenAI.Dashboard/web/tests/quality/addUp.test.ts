import { expect, test } from "vitest";
import { addUp } from "../../src/quality/addUp";

test("what several pages found is listed once with the sum", () => {
  const pages = [
    { name: "a", count: 2 },
    { name: "b", count: 1 },
    { name: "a", count: 3 },
  ];

  const items = addUp(
    pages,
    (item) => item.name,
    (a, b) => ({ ...a, count: a.count + b.count }),
  );

  expect(items).toEqual([
    { name: "a", count: 5 },
    { name: "b", count: 1 },
  ]);
});
