import { expect, test } from "vitest";
import { says } from "../../src/find/sought";
import { sectionsOf, sectionThatSays } from "../../src/span/sections";
import * as some from "../some";

test.each([
  ["refund", "Where is my REFUND?", true],
  ["refund", { a: [{ b: "no" }, { "refund.id": 1 }] }, true],
  ["42", { n: 42 }, true],
  ["0", ["a", "b"], false],
  ["", "anything", false],
  ["x", null, false],
])("%s stands in %j: %s", (sought, value, expected) => {
  expect(says(sought, value)).toBe(expected);
});

test("the section to open is the first that says it", () => {
  const span = some.span(1, { kind: "llm" });
  const detail = some.detail(span, {
    output: [{ role: "assistant", parts: [{ type: "text", content: "sent on Monday" }] }],
    attributes: { note: "sent on Monday, again", other: "only here" },
  });
  const available = sectionsOf(span, detail);

  expect(sectionThatSays("monday", available, detail)).toBe("Conversation");
  expect(sectionThatSays("only here", available, detail)).toBe("Attributes");
  expect(sectionThatSays("nowhere", available, detail)).toBeUndefined();
});
