import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { App } from "../../src/App";
import type { Prompt } from "../../src/api/contract";
import { changeOf, figuresOf } from "../../src/prompts/versions";
import { FakeServer } from "../fakeServer";
import * as some from "../some";

function version(name: string, over: Partial<Prompt> = {}, sums: Partial<Prompt["usage"]> = {}): Prompt {
  return {
    name: "triage",
    version: name,
    traces: 10,
    failedTraces: 1,
    firstSeen: `2026-11-0${name}T00:00:00Z`,
    lastSeen: `2026-11-0${name}T12:00:00Z`,
    usage: some.usage({ count: 10, calls: 10, inputTokens: 1_000, outputTokens: 100, costUsd: 1, ...sums }),
    scores: [],
    query: `attr["a"]:"${name}"`,
    ...over,
  };
}

const changes = (now: Prompt, before: Prompt) =>
  Object.fromEntries(figuresOf([now, before]).map((figure) => [figure.title, changeOf(figure, now, before)]));

test("a figure is compared with the version before, and says whether that is for the worse", () => {
  const before = version("1", { scores: [{ name: "helpful", value: 0.5, label: null, count: 4 }] });
  const now = version(
    "2",
    { failedTraces: 2, scores: [{ name: "helpful", value: 0.6, label: null, count: 4 }] },
    { inputTokens: 700, costUsd: 1.001 },
  );

  expect(changes(now, before)).toMatchObject({
    "Runs that failed": { text: "+100 %", isWorse: true },
    "Input tokens of a call": { text: "−30 %", isWorse: false },
    "Score helpful": { text: "+20 %", isWorse: false },
    // A tenth of a per cent is no change to anybody, nor is more or less use.
    "Cost of a call": null,
    Runs: null,
  });
});

test("what nobody knows is compared with nothing", () => {
  const unpriced = version("2", {}, { costUsd: null, unpricedCalls: 10 });

  expect(changes(unpriced, version("1"))["Cost of a call"]).toBeNull();
  expect(figuresOf([unpriced]).some((figure) => figure.title === "Cost of a call")).toBe(false);
});

test("the newest version stands first, leads to its runs, and says when not all were looked at", async () => {
  const server = new FakeServer();
  const items = [version("1"), version("2"), version("9", { name: "another" })];
  server.on("/api/v1/prompts", () => ({ body: { items, examined: 500, isComplete: false } }));
  history.replaceState(null, "", "/prompts/triage");
  render(<App />);

  const links = (await screen.findAllByTitle("The runs that used it")).map((link) => link.textContent);
  expect(links).toEqual(["2", "1"]);
  const first = screen.getAllByTitle("The runs that used it")[0];
  expect(new URLSearchParams(first?.getAttribute("href")?.slice(1)).get("q")).toBe('attr["a"]:"2"');
  expect(screen.getByRole("note").textContent).toContain("Of the newest 500 traces");
});
