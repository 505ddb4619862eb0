import { describe, expect, test } from "vitest";
import { colourJson } from "../../src/span/colourJson";
import { shorten } from "../../src/span/shorten";
import { pairToolCalls } from "../../src/span/toolCallPairs";

describe("a shortened text", () => {
  test("is the text when it is only a little longer than the limit", () => {
    expect(shorten("a".repeat(110), 100, 10)).toHaveLength(110);
  });

  test("ends at the number of characters or of lines, whichever comes first", () => {
    expect(shorten("a".repeat(500), 100, 10)).toHaveLength(100);
    expect(shorten("a\nb\nc\nd", 100, 2)).toBe("a\nb");
  });

  test("never ends in half a character", () => {
    expect(shorten(`${"a".repeat(99)}😀${"b".repeat(100)}`, 100, 10)).toBe("a".repeat(99));
  });
});

test("coloured JSON is the same text, also when it was cut in the middle of a string", () => {
  const json = JSON.stringify({ key: 'a "quoted" word', n: -1.5e3, ok: [true, null] }, null, 2);

  for (const text of [json, json.slice(0, 20), json.slice(0, -4)]) {
    const pieces = colourJson(text);
    expect(pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("")).toBe(text);
  }
});

test("coloured JSON tells keys from text", () => {
  const kinds = colourJson('{"a": "b", "n": 1, "t": true}').flatMap((piece) =>
    typeof piece === "string" ? [] : piece.kind,
  );

  expect(kinds).toEqual(["key", "string", "key", "number", "key", "word"]);
});

test("a result that came without its call still has a number", () => {
  const pairs = pairToolCalls([
    { role: "tool", parts: [{ type: "tool_call_response", id: "x", response: 1 }] },
    {
      role: "assistant",
      parts: [
        { type: "tool_call", id: "y", name: "f", arguments: {} },
        { type: "tool_call", name: "no id" },
      ],
    },
  ]);

  expect(pairs.get("x")).toEqual({ number: 1, name: null, hasCall: false, hasResult: true });
  expect(pairs.get("y")).toEqual({ number: 2, name: "f", hasCall: true, hasResult: false });
});
