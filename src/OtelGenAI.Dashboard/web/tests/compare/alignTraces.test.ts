import { expect, test } from "vitest";
import { alignTraces } from "../../src/compare/alignTraces";
import { countDifferences, differencesOf, onlyDifferent } from "../../src/compare/differences";
import { buildSpanTree } from "../../src/trace/spanTree";
import * as some from "../some";

const tool = (number: number, depth: number, name: string, over = {}) =>
  some.span(number, { depth, kind: "tool", name: `execute_tool ${name}`, toolName: name, ...over });
const chat = (number: number, depth: number, model: string, over = {}) =>
  some.span(number, { depth, kind: "llm", name: `chat ${model}`, operation: "chat", requestModel: model, ...over });
const agent = (number: number) => some.span(number, { kind: "agent", agentName: "a" });

test("steps are aligned in their order, and one that only one run has stands alone with all below it", () => {
  const left = buildSpanTree([agent(1), chat(2, 1, "m"), tool(3, 1, "look"), chat(4, 1, "m")]);
  const right = buildSpanTree([
    agent(1),
    chat(2, 1, "m"),
    tool(3, 1, "look"),
    tool(5, 1, "send"),
    chat(6, 2, "m"),
    chat(4, 1, "m"),
  ]);

  expect(alignTraces(left, right).map((row) => [row.depth, row.left, row.right])).toEqual([
    [0, 0, 0],
    [1, 1, 1],
    [1, 2, 2],
    [1, null, 3],
    [2, null, 4],
    [1, 3, 5],
  ]);
  expect(countDifferences(left, right)).toEqual([
    { step: "llm chat", left: 2, right: 3 },
    { step: "tool send", left: 0, right: 1 },
  ]);
});

test("a call of another model is the same step with another model", () => {
  const [left, right] = [chat(1, 0, "gpt-4o"), chat(1, 0, "gpt-4o-mini", { status: "error" })];

  expect(alignTraces(buildSpanTree([left]), buildSpanTree([right]))).toEqual([{ depth: 0, left: 0, right: 0 }]);
  expect(differencesOf(left, right)).toEqual(["failed on the right only", "model gpt-4o → gpt-4o-mini"]);
});

test("what differs is shown with the steps above it, and nothing else", () => {
  const left = buildSpanTree([agent(1), tool(2, 1, "a"), tool(3, 2, "b"), tool(4, 1, "c"), tool(5, 2, "d")]);
  const right = buildSpanTree([
    agent(1),
    tool(2, 1, "a"),
    tool(3, 2, "b"),
    tool(4, 1, "c"),
    tool(5, 2, "d", { status: "error" }),
  ]);

  expect(onlyDifferent(alignTraces(left, right), left, right).map((row) => row.left)).toEqual([0, 3, 4]);
});

test("a chain of 100,000 spans is aligned without a stack", () => {
  const chain = buildSpanTree(Array.from({ length: 100_000 }, (_, at) => tool(at + 1, at, "deep")));

  expect(alignTraces(chain, chain)).toHaveLength(100_000);
});

test("50,000 children are put beside 50,000 others that differ too much for a best fit", () => {
  const wide = (offset: number) =>
    buildSpanTree([
      agent(1),
      ...Array.from({ length: 50_000 }, (_, at) => tool(at + 2, 1, `t${(at + offset) % 7_000}`)),
    ]);

  const rows = alignTraces(wide(0), wide(3_333));

  expect(rows.length).toBeGreaterThanOrEqual(50_001);
});
