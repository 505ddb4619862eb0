import { expect, test } from "vitest";
import { every, term } from "../../src/query/terms";

test("a plain word stands as it is and anything else in quotes, so that a value says nothing but itself", () => {
  expect(term("model", "gpt-4o.1")).toBe("model:gpt-4o.1");
  expect(term("session", 'a" or cost>0')).toBe('session:"a\\" or cost>0"');
  expect(term("tool", "or")).toBe('tool:"or"');
  expect(term("user", "x\\")).toBe('user:"x\\\\"');
  expect(term("model", "gpt*")).toBe('model:"gpt*"');
});

test("conditions that are missing leave nothing behind", () => {
  expect(every("a:b", null, "", "c:d")).toBe("a:b c:d");
});
