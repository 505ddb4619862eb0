import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { App } from "../../src/App";
import type { Message, TraceGroup, Turn } from "../../src/api/contract";
import { FakeServer, failure } from "../fakeServer";
import * as some from "../some";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

function says(role: string, text: string): Message {
  return { role, parts: [{ type: "text", content: text }] };
}

/** A run that repeats what was said before it, as agents do. */
function transcript(before: string[], asked: string, answered: string | null) {
  const turn: Partial<Turn> = {
    spanId: some.spanId(1),
    messages: [
      ...before.map((text, at) => ({ isOutput: false, message: says(at % 2 === 0 ? "user" : "assistant", text) })),
      { isOutput: false, message: says("user", asked) },
      ...(answered === null ? [] : [{ isOutput: true, message: says("assistant", answered) }]),
    ],
  };
  return { turns: [turn], missingTurns: 0, cutOffTurns: 0, isWhole: true };
}

function serve() {
  const first = some.summary(1, { name: "first run", durationMs: 1_000 });
  const second = some.summary(2, { name: "second run", durationMs: 4_000, errorCount: 2 });
  const group: Partial<TraceGroup> = { id: "a/b", traceCount: 2, failedTraceCount: 1, costUsd: 0.5, userId: "u1" };
  server.on("/api/v1/sessions/a%2Fb", () => ({
    body: {
      summary: { ...group, startTime: first.startTime, lastTraceTime: second.startTime, endTime: second.startTime },
      traces: [second, first],
      next: null,
    },
  }));
  server.on(`/api/v1/traces/${some.traceId(1)}/transcript`, () => ({
    body: { traceId: some.traceId(1), ...transcript([], "Where is my order?", "On its way.") },
  }));
  server.on(`/api/v1/traces/${some.traceId(2)}/transcript`, () => ({
    body: { traceId: some.traceId(2), ...transcript(["Where is my order?", "On its way."], "When?", null) },
  }));
  history.replaceState(null, "", "/sessions/a%2Fb");
}

test("what an agent asks of another one is not what the user asked", async () => {
  serve();
  const own = transcript([], "Plan a weekend in Oslo", null).turns[0] as Partial<Turn>;
  const inner = transcript([], "Which hotel fits the budget?", "The Harbour Inn.").turns[0] as Partial<Turn>;
  const end = { messages: [{ isOutput: true, message: says("assistant", "Take the Harbour Inn.") }] };
  const turns = [
    { ...own, agent: "travel-agent" },
    { ...inner, spanId: some.spanId(2), agent: "hotel-expert" },
    { ...end, spanId: some.spanId(3), agent: "travel-agent" },
  ];
  server.on(`/api/v1/traces/${some.traceId(1)}/transcript`, () => ({
    body: { traceId: some.traceId(1), turns, missingTurns: 0, cutOffTurns: 0, isWhole: true },
  }));
  render(<App />);

  expect(await screen.findByText("Plan a weekend in Oslo")).toBeDefined();
  expect(screen.getByText("Take the Harbour Inn.")).toBeDefined();
  expect(screen.queryByText("Which hotel fits the budget?")).toBeNull();
});

test("a session is read from its first turn to its last, each with only what it adds", async () => {
  serve();
  render(<App />);

  const turns = await screen.findAllByTestId("session-turn");
  await waitFor(() => expect(screen.getAllByTestId("message")).toHaveLength(3));
  expect(turns.map((turn) => turn.dataset.traceId)).toEqual([some.traceId(1), some.traceId(2)]);
  expect(turns[1]?.textContent).toContain("When?");
  expect(turns[1]?.textContent).not.toContain("Where is my order?");
  expect(turns[1]?.textContent).toContain("There was no answer.");
});

test("the strip has a bar for each turn that says what it took and whether it failed", async () => {
  serve();
  render(<App />);

  const bars = await screen.findAllByTestId("bar");
  expect(bars.map((bar) => bar.getAttribute("aria-label"))).toEqual([
    expect.stringMatching(/^Turn 1, .*: 1.00 s$/),
    expect.stringMatching(/^Turn 2, .*: 4.00 s, failed$/),
  ]);
  fireEvent.click(screen.getByRole("button", { name: "Cost" }));
  expect(screen.getAllByTestId("bar")[0]?.getAttribute("aria-label")).toContain("no price");
});

test("its user is a link to their page", async () => {
  serve();
  render(<App />);

  expect((await screen.findByRole("link", { name: "u1" })).getAttribute("href")).toBe("/users/u1");
});

test("a session that is not there says so in the server's words", async () => {
  server.on("/api/v1/sessions/nobody", () => failure(404, "session_not_found", "No trace names the session 'nobody'."));
  history.replaceState(null, "", "/sessions/nobody");
  render(<App />);

  const alert = await screen.findByRole("alert");
  expect(within(alert).getByText("No trace names the session 'nobody'.")).toBeTruthy();
});
