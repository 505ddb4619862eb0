import { expect, test } from "vitest";
import { hasTerm, termsOf, toggleTerm } from "../../src/query/edit";

test("terms end at spaces, but not at those in quotes and brackets", () => {
  expect(termsOf('model:gpt-4o  "a b" has(kind:tool error:true) user:"x \\" y"')).toEqual([
    "model:gpt-4o",
    '"a b"',
    "has(kind:tool error:true)",
    'user:"x \\" y"',
  ]);
  expect(termsOf('a "never closed')).toEqual(["a", '"never closed']);
});

test("a condition is added and taken away again", () => {
  const query = toggleTerm("error:true", "model:gpt-4o");

  expect(query).toBe("error:true model:gpt-4o");
  expect(hasTerm(query, "model:gpt-4o")).toBe(true);
  expect(toggleTerm(query, "error:true")).toBe("model:gpt-4o");
  expect(toggleTerm("", "a:b")).toBe("a:b");
});

test("a condition that is added to alternatives holds for both", () => {
  expect(toggleTerm("a:1 or b:2", "c:3")).toBe("(a:1 or b:2) c:3");
  expect(toggleTerm("(a:1 or b:2) c:3", "c:3")).toBe("(a:1 or b:2)");
});
