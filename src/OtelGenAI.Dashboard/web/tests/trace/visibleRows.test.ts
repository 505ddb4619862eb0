import { describe, expect, test } from "vitest";
import { buildSpanTree } from "../../src/trace/spanTree";
import { carryOver, collapseAll, hasVisibleChildren, reveal, toggle, visibleRows } from "../../src/trace/visibleRows";
import * as some from "../some";

// 0 request ─ 1 agent ─┬ 2 llm ─ 3 POST
//                      └ 4 POST ─ 5 tool ─ 6 SELECT (failed)
const tree = buildSpanTree([
  some.span(1, { depth: 0, kind: "span", infra: "http" }),
  some.span(2, { depth: 1, kind: "agent" }),
  some.span(3, { depth: 2, kind: "llm" }),
  some.span(4, { depth: 3, kind: "span", infra: "http" }),
  some.span(5, { depth: 2, kind: "span", infra: "http" }),
  some.span(6, { depth: 3, kind: "tool" }),
  some.span(7, { depth: 4, kind: "span", infra: "db", status: "error" }),
]);
const open = new Uint8Array(tree.spans.length);

describe("rows", () => {
  test("are all spans in tree order at first", () => {
    const rows = visibleRows(tree, open, "nothing");

    expect([...rows.spans]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...rows.depth]).toEqual([0, 1, 2, 3, 2, 3, 4]);
  });

  test("leave out what is inside a closed span", () => {
    const rows = visibleRows(tree, toggle(toggle(open, 2), 4), "nothing");

    expect([...rows.spans]).toEqual([0, 1, 2, 4]);
    expect(rows.rowOf[3]).toBe(-1);
  });

  test("fold infrastructure and move its GenAI descendants up, but never hide an error", () => {
    const rows = visibleRows(tree, open, "infra");

    expect([...rows.spans]).toEqual([1, 2, 5, 6]);
    expect([...rows.depth]).toEqual([0, 1, 1, 2]);
  });

  test("show what a folded span would hide by being closed", () => {
    const rows = visibleRows(tree, toggle(open, 4), "infra");

    expect([...rows.spans]).toContain(5);
  });
});

describe("a step of the application that is not GenAI", () => {
  const tree = buildSpanTree([
    some.span(1, { depth: 0, kind: "agent" }),
    some.span(2, { depth: 1, kind: "span", name: "load the basket" }),
    some.span(3, { depth: 2, kind: "span", infra: "db" }),
  ]);
  const open = new Uint8Array(tree.spans.length);

  test("stays when infrastructure is folded, and goes when everything that is not GenAI is", () => {
    expect([...visibleRows(tree, open, "infra").spans]).toEqual([0, 1]);
    expect([...visibleRows(tree, open, "others").spans]).toEqual([0]);
    expect(hasVisibleChildren(tree, 1, "infra")).toBe(false);
  });
});

test("a parent that never arrived is never folded away", () => {
  const tree = buildSpanTree([some.span(1, { kind: "span", flags: ["placeholder"] }), some.span(2, { depth: 1 })]);

  expect([...visibleRows(tree, new Uint8Array(2), "others").spans]).toEqual([0, 1]);
});

test("a span with nothing but folded infrastructure below has nothing to open", () => {
  expect(hasVisibleChildren(tree, 2, "nothing")).toBe(true);
  expect(hasVisibleChildren(tree, 2, "infra")).toBe(false);
  expect(hasVisibleChildren(tree, 5, "infra")).toBe(true);
});

test("collapsing all leaves the roots' children to see", () => {
  expect([...visibleRows(tree, collapseAll(tree), "nothing").spans]).toEqual([0, 1]);
});

test("revealing a span opens exactly what is above it", () => {
  const collapsed = reveal(tree, collapseAll(tree), 5);

  expect([...visibleRows(tree, collapsed, "nothing").spans]).toEqual([0, 1, 2, 4, 5]);
});

test("closed spans stay closed when the trace grows before them", () => {
  const grown = buildSpanTree([some.span(9, { depth: 0 }), ...tree.spans]);

  expect([...carryOver(tree, toggle(open, 2), grown)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
});

test("a chain of 100,000 spans is collapsed, opened and revealed without a stack", () => {
  const chain = buildSpanTree(Array.from({ length: 100_000 }, (_, i) => some.span(i + 1, { depth: i })));

  const closed = collapseAll(chain);

  expect(visibleRows(chain, closed, "nothing").spans.length).toBe(2);
  expect(visibleRows(chain, reveal(chain, closed, 99_999), "nothing").spans.length).toBe(100_000);
});
