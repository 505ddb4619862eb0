import { describe, expect, test } from "vitest";
import { buildSpanTree } from "../../src/trace/spanTree";
import * as some from "../some";

describe("a tree of spans", () => {
  test("knows parents, subtrees and errors below from depths alone", () => {
    const tree = buildSpanTree([
      some.span(1, { depth: 0 }),
      some.span(2, { depth: 1 }),
      some.span(3, { depth: 2, status: "error" }),
      some.span(4, { depth: 1 }),
      some.span(5, { depth: 0 }),
    ]);

    expect([...tree.parent]).toEqual([-1, 0, 1, 0, -1]);
    expect([...tree.end]).toEqual([4, 3, 3, 4, 5]);
    expect([...tree.errorsBelow]).toEqual([1, 1, 0, 0, 0]);
  });

  test("pulls a depth that jumps back under the span before it", () => {
    const tree = buildSpanTree([some.span(1, { depth: 3 }), some.span(2, { depth: 9 }), some.span(3, { depth: -1 })]);

    expect([...tree.depth]).toEqual([0, 1, 0]);
  });

  test("measures from the first span to begin, which need not be the root", () => {
    const tree = buildSpanTree([some.timed(1, 0, 20, 100), some.timed(2, 1, 0, 150)]);

    expect([...tree.start]).toEqual([20, 0]);
    expect(tree.durationMs).toBe(150);
  });

  test("draws a span of another clock where the server says it can have been", () => {
    const tree = buildSpanTree([some.timed(1, 0, 0, 100), some.timed(2, 1, -500, 40, { shiftMs: 530 })]);

    expect([...tree.start]).toEqual([0, 30]);
    expect(tree.durationMs).toBe(100);
  });

  test("draws a span whose time cannot be read at the beginning", () => {
    const tree = buildSpanTree([some.timed(1, 0, 0, 100), some.span(2, { depth: 1, startTime: "?" })]);

    expect(tree.start[1]).toBe(0);
    expect(tree.durationMs).toBe(100);
  });

  test("gives infrastructure to the step it belongs to", () => {
    const tree = buildSpanTree([
      some.span(1, { depth: 0, kind: "tool" }),
      some.span(2, { depth: 1, kind: "span" }),
      some.span(3, { depth: 2, kind: "span" }),
      some.span(4, { depth: 0, kind: "span" }),
    ]);

    expect([...tree.step]).toEqual([0, 0, 0, 3]);
  });

  test("an address means the first of two spans with one id", () => {
    const tree = buildSpanTree([some.span(1), some.span(7, { depth: 1 }), some.span(7, { depth: 1 })]);

    expect(tree.indexOf.get(some.spanId(7))).toBe(1);
  });

  test("of a trace without spans is empty", () => {
    const tree = buildSpanTree([]);

    expect([tree.spans.length, tree.durationMs, tree.startTimeMs]).toEqual([0, 0, 0]);
  });

  test("holds a chain of 100,000 spans", () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => some.span(i + 1, { depth: i }));

    const tree = buildSpanTree(chain);

    expect(tree.depth[99_999]).toBe(99_999);
    expect(tree.end[0]).toBe(100_000);
  });
});
