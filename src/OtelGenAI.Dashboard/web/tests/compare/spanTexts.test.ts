import { expect, test } from "vitest";
import { lineDifferences, textDifferences } from "../../src/compare/spanTexts";
import * as some from "../some";

test("lines that are the same are counted, except those around a change", () => {
  const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const changed = lines.with(10, "another");

  expect(lineDifferences(lines.join("\n"), changed.join("\n")).map((line) => `${line.kind} ${line.text}`)).toEqual([
    "skipped 8",
    "same line 8",
    "same line 9",
    "removed line 10",
    "added another",
    "same line 11",
    "same line 12",
    "skipped 7",
  ]);
});

test("texts that have nothing in common are shown one below the other", () => {
  const text = (word: string) => Array.from({ length: 5_000 }, (_, at) => `${word} ${at}`).join("\n");

  const lines = lineDifferences(text("a"), text("b"));

  expect(lines.filter((line) => line.kind === "removed")).toHaveLength(5_000);
  expect(lines.filter((line) => line.kind === "added")).toHaveLength(5_000);
});

test("what two spans say differently is told by its place, and what is the same is not told", () => {
  const node = some.span(1, { kind: "llm" });
  const says = (text: string) => [{ role: "user", parts: [{ type: "text", content: text }] }];
  const left = some.detail(node, { input: says("hello"), toolArguments: { a: 1 } });
  const right = some.detail(node, { input: says("goodbye"), toolArguments: { a: 1 } });

  expect(textDifferences(left, right)).toEqual([
    {
      title: "Input",
      lines: [
        { kind: "same", text: "user:" },
        { kind: "removed", text: "hello" },
        { kind: "added", text: "goodbye" },
      ],
    },
  ]);
  expect(textDifferences(left, left)).toEqual([]);
});
