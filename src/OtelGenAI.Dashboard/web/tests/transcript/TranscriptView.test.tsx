import { render, screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { App } from "../../src/App";
import type { Transcript, Turn } from "../../src/api/contract";
import { FakeServer, failure } from "../fakeServer";
import * as some from "../some";

const id = some.traceId(1);
let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  server.on(`/api/v1/traces/${id}`, () => ({
    body: { summary: some.summary(1), spans: [some.span(1)], findings: { error: 0, warning: 0, info: 0 } },
  }));
});

function turn(number: number, over: Partial<Turn> = {}): Turn {
  return {
    spanId: some.spanId(number),
    name: `chat ${number}`,
    kind: "llm",
    agent: "helper",
    startTime: new Date(some.startMs).toISOString(),
    durationMs: 100,
    status: "unset",
    errorType: null,
    model: "gpt-4o",
    finishReasons: null,
    tokens: null,
    costUsd: null,
    content: "captured",
    cutOff: [],
    system: null,
    systemChanges: [],
    toolChanges: [],
    repeated: 0,
    forgotten: 0,
    messages: [],
    toolCalls: [],
    documents: null,
    ...over,
  };
}

function open(over: Partial<Transcript>) {
  server.on(`/api/v1/traces/${id}/transcript`, () => ({
    body: { traceId: id, turns: [], missingTurns: 0, cutOffTurns: 0, isWhole: true, ...over },
  }));
  history.replaceState(null, "", `/traces/${id}/transcript`);
  render(<App />);
}

const says = (role: string, text: string, isOutput = false) => ({
  isOutput,
  message: { role, parts: [{ type: "text", content: text }] },
});

test("shows each turn with what is new in it, and how much is not", async () => {
  open({
    turns: [
      turn(1, { system: "Be brief.", messages: [says("user", "Hello"), says("assistant", "Hi", true)] }),
      turn(2, { repeated: 2, messages: [says("user", "And now?")] }),
    ],
  });

  const [first, second] = await screen.findAllByTestId("turn");
  expect(first?.textContent).toContain("Be brief.");
  expect(first?.textContent).toContain("Hello");
  expect(second?.textContent).toContain("2 messages from before");
  expect(screen.getAllByText("helper")).toHaveLength(1);
  expect(
    within(second as HTMLElement)
      .getByText("chat 2")
      .getAttribute("href"),
  ).toBe(`/traces/${id}/spans/${some.spanId(2)}`);
});

test("shows a tool call with its result and the spans that served it", async () => {
  const served = { name: "execute_tool look", service: "desk", durationMs: 5 };
  open({
    turns: [
      turn(1, {
        toolCalls: [
          {
            id: "c1",
            name: "look",
            arguments: { q: 1 },
            result: "nothing here",
            isAnswered: false,
            hasFailed: true,
            servedBy: [
              { ...served, spanId: some.spanId(2), kind: "tool", errorType: "timeout" },
              { ...served, spanId: some.spanId(3), kind: "mcp", errorType: null },
            ],
          },
        ],
      }),
    ],
  });

  const call = await screen.findByTestId("turn-tool-call");
  expect(call.textContent).toContain("nothing here");
  expect(call.textContent).toContain("which no later turn was told");
  expect(call.textContent).toContain("timeout");
  expect(within(call).getByText("mcp").getAttribute("href")).toBe(`/traces/${id}/spans/${some.spanId(3)}`);
});

test("shows what changed in the system prompt and in the tools as differences", async () => {
  open({
    turns: [
      turn(1, {
        systemChanges: [
          { kind: "removed", text: "Be brief." },
          { kind: "added", text: "Be kind." },
          { kind: "skipped", text: "12" },
        ],
        toolChanges: [
          { change: "added", name: "look", lines: [] },
          { change: "changed", name: "book", lines: [{ kind: "added", text: '"eur"' }] },
        ],
      }),
    ],
  });

  const [system, tool] = await screen.findAllByTestId("diff");
  expect(system?.textContent).toContain("− Be brief.");
  expect(system?.textContent).toContain("+ Be kind.");
  expect(system?.textContent).toContain("12 lines");
  expect(tool?.textContent).toContain("book");
  expect(document.body.textContent).toContain("look offered");
});

test("says what was not captured, what was cut off, and what was not read", async () => {
  open({
    turns: [turn(1, { content: "missing" }), turn(2, { content: "cut_off", cutOff: ["Input"] })],
    missingTurns: 1,
    cutOffTurns: 1,
    isWhole: false,
  });

  await screen.findAllByTestId("turn");
  const text = document.body.textContent;
  expect(text).toContain("1 of 2 turns have no content");
  expect(text).toContain("1 turn was cut off");
  expect(text).toContain("too large to be read whole");
});

test("what somebody wrote is never more than text", async () => {
  open({ turns: [turn(1, { system: "<img src=x onerror=alert(1)>", messages: [says("user", "<b>bold</b>")] })] });

  await screen.findAllByTestId("turn");
  expect(document.querySelector(".transcript img, .transcript b")).toBeNull();
});

test("says so when nobody speaks, and when it cannot be read", async () => {
  open({});
  await screen.findByText("Nobody says anything in this run");
});

test("tells in the server's words why there is no transcript", async () => {
  open({});
  server.on(`/api/v1/traces/${id}/transcript`, () => failure(500, "internal", "Segment 12 is damaged."));
  history.replaceState(null, "", `/traces/${id}/transcript`);
  render(<App />);

  expect((await screen.findByRole("alert")).textContent).toContain("Segment 12 is damaged.");
});
