import { describe, expect, test } from "vitest";
import { findSpans } from "../../src/trace/findSpans";
import { defaultSpan, findHighlights, nextError, wayTo } from "../../src/trace/highlights";
import { buildSpanTree } from "../../src/trace/spanTree";
import { axisTicks } from "../../src/trace/timeAxis";
import * as some from "../some";

const tokens = (input: number) => some.tokens({ input, output: 0 });

describe("what failed", () => {
  test("is the step that failed, not those above that passed the error on", () => {
    const tree = buildSpanTree([
      some.span(1, { depth: 0, kind: "workflow", status: "error" }),
      some.span(2, { depth: 1, kind: "agent", status: "error" }),
      some.span(3, { depth: 2, kind: "tool", status: "error" }),
      some.span(4, { depth: 3, kind: "span", status: "error" }),
    ]);

    const highlights = findHighlights(tree);

    expect(highlights.causes).toEqual([2]);
    expect(highlights.errors).toEqual([0, 1, 2, 3]);
    expect(defaultSpan(tree, highlights)).toBe(2);
  });

  test("puts a retry that went well in the end after a step that did not", () => {
    const tree = buildSpanTree([
      some.span(1, { depth: 0, kind: "agent" }),
      some.span(2, { depth: 1, kind: "llm" }),
      some.span(3, { depth: 2, kind: "span", status: "error" }),
      some.span(4, { depth: 1, kind: "tool", status: "error" }),
    ]);

    const { causes } = findHighlights(tree);
    expect(causes).toEqual([3, 2]);
    expect([...wayTo(tree, causes[0])], "the agent went on, and is on the way all the same").toEqual([1, 0, 0, 1]);
  });

  test("is the deepest error where there is no GenAI span at all", () => {
    const tree = buildSpanTree([
      some.span(1, { depth: 0, kind: "span", status: "error" }),
      some.span(2, { depth: 1, kind: "span", status: "error" }),
    ]);

    expect(findHighlights(tree).causes).toEqual([1]);
  });
});

test("a run without errors opens at its root, or at the agent inside a plain request", () => {
  const plain = buildSpanTree([some.span(1, { kind: "workflow" }), some.span(2, { depth: 1 })]);
  const request = buildSpanTree([
    some.span(1, { kind: "span" }),
    some.span(2, { depth: 1, kind: "span" }),
    some.span(3, { depth: 2, kind: "agent" }),
  ]);

  expect(defaultSpan(plain, findHighlights(plain))).toBe(0);
  expect(defaultSpan(request, findHighlights(request))).toBe(2);
});

test("the time of a step includes its HTTP calls and not its child steps", () => {
  const tree = buildSpanTree([
    some.timed(1, 0, 0, 1_000, { kind: "agent", selfMs: 100 }),
    some.timed(2, 1, 0, 300, { kind: "tool" }),
    some.timed(3, 1, 300, 600, { kind: "llm", selfMs: 10 }),
    some.timed(4, 2, 301, 590, { kind: "span" }),
  ]);

  expect(findHighlights(tree).mostTime).toMatchObject({ index: 2, count: 1 });
  expect(findHighlights(tree).mostTime?.sum).toBeCloseTo(600);
});

test("calls of one name count together, and lead to the largest of them", () => {
  const tree = buildSpanTree([
    some.span(1, { depth: 0, kind: "agent" }),
    some.span(2, { depth: 1, kind: "llm", name: "chat a", tokens: tokens(300) }),
    some.span(3, { depth: 1, kind: "llm", name: "chat b", tokens: tokens(500) }),
    some.span(4, { depth: 1, kind: "llm", name: "chat a", tokens: tokens(400) }),
  ]);

  expect(findHighlights(tree).mostTokens).toEqual({ index: 3, count: 2, sum: 700 });
});

test("tokens are those of the calls, not what an agent reports about them", () => {
  const tree = buildSpanTree([
    some.span(1, { kind: "agent", tokens: tokens(900), flags: ["reported_tokens"] }),
    some.span(2, { depth: 1, kind: "llm", tokens: tokens(400) }),
  ]);

  expect(findHighlights(tree).mostTokens).toEqual({ index: 1, count: 1, sum: 400 });
});

test("the next error goes round at both ends", () => {
  expect([nextError([3, 7], 3, 1), nextError([3, 7], 7, 1), nextError([3, 7], 3, -1), nextError([], 0, 1)]).toEqual([
    7,
    3,
    7,
    null,
  ]);
});

test("spans are found by what their row shows, whatever the case", () => {
  const spans = [
    some.span(1, { name: "chat gpt-4o" }),
    some.span(2, { errorType: "System.TimeoutException" }),
    some.span(3, { toolName: "search_flights" }),
  ];

  expect([findSpans(spans, "TIMEOUT"), findSpans(spans, "flights"), findSpans(spans, "  ")]).toEqual([[1], [2], []]);
  expect(findSpans(spans, some.spanId(1))).toEqual([0]);
});

test("the time axis is marked at round times", () => {
  expect(axisTicks(9_412, 4)).toEqual([0, 2_500, 5_000, 7_500]);
  expect(axisTicks(0, 4)).toEqual([0]);
});
