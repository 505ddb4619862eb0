import { expect, test } from "vitest";
import { hasTerm, hasWords, termsOf, toggleTerm } from "../../src/query/edit";

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

test.each([
  ["refund", true],
  ['"where is my refund"', true],
  ["kind:llm refund", true],
  ["has(kind:tool refund)", true],
  ["(refund or return) error:true", true],
  ["kind:llm error:true", false],
  ["model:(gpt-4o,claude-*) and not tool:search", false],
  ["count(kind:tool)>20 cost>0.10", false],
  ['attr["app.retries"]>2', false],
  ["", false],
])("%s looks for words: %s", (query, expected) => {
  expect(hasWords(query)).toBe(expected);
});
