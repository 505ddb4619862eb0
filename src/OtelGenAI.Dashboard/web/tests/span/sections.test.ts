import { expect, test } from "vitest";
import { sectionsOf, sectionToOpen } from "../../src/span/sections";
import * as some from "../some";

test("a call opens at its conversation, a tool at its arguments, a query at its attributes", () => {
  const first = (kind: "llm" | "tool" | "span") => sectionToOpen(sectionsOf(some.span(1, { kind }), null), null, null);

  expect([first("llm"), first("tool"), first("span")]).toEqual(["Conversation", "Tool", "Attributes"]);
});

test("content is shown whatever the kind of the span that carries it", () => {
  const span = some.span(1, { kind: "span" });

  expect(sectionsOf(span, some.detail(span, { output: [], documents: [{ id: "a" }] }))).toEqual(
    expect.arrayContaining(["Conversation", "Documents"]),
  );
});

test("what the reader chose holds from span to span, but not for a span without events", () => {
  const span = some.span(1, { kind: "llm" });
  const detail = some.detail(span);
  const available = sectionsOf(span, detail);

  expect(sectionToOpen(available, "Attributes", detail)).toBe("Attributes");
  expect(sectionToOpen(available, "Events", detail)).toBe("Conversation");
  expect(sectionToOpen(available, "Tool", detail)).toBe("Conversation");
});
