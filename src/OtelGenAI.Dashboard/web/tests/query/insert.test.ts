import { expect, test } from "vitest";
import { insert } from "../../src/query/insert";

test("a field is put in the place of what was typed of it, and its value is typed on", () => {
  expect(insert("error:true mod", { start: 11, length: 3, items: [] }, { text: "model:", kind: "field" })).toEqual({
    text: "error:true model:",
    at: 17,
  });
});

test("after a value comes the next condition, and what stands behind stays", () => {
  expect(insert("model:gp error:true", { start: 6, length: 2, items: [] }, { text: "gpt-4o", kind: "value" })).toEqual({
    text: "model:gpt-4o error:true",
    at: 12,
  });
  expect(insert("model:gp", { start: 6, length: 2, items: [] }, { text: "gpt-4o", kind: "value" })).toEqual({
    text: "model:gpt-4o ",
    at: 13,
  });
});
