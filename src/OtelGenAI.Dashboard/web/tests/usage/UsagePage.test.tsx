import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { App } from "../../src/App";
import type { UsageGroup } from "../../src/api/contract";
import { FakeServer } from "../fakeServer";
import * as some from "../some";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

function group(model: string, over: Partial<UsageGroup> = {}): UsageGroup {
  return some.usage({
    key: { model, provider: "openai" },
    count: 4,
    errors: 1,
    errorRate: 0.25,
    calls: 4,
    inputTokens: 1_000,
    outputTokens: 50,
    totalTokens: 1_050,
    cacheReadTokens: 500,
    costUsd: 0.4,
    durationMs: { count: 4, p50: 100, p95: 200, p99: 300 },
    ...over,
  });
}

function serve(...items: UsageGroup[]) {
  server.on("/api/v1/models", () => ({
    body: { from: null, to: null, isExact: true, isComplete: true, items, next: null },
  }));
}

test("models are listed with errors, cache, cost and latency, and an unpriced one never shows $0", async () => {
  serve(group("gpt-4o"), group("acme-1", { costUsd: null, unpricedCalls: 4 }));
  history.replaceState(null, "", "/models");
  render(<App />);

  const rows = await screen.findAllByTestId("data-row");
  expect(rows[0]?.textContent).toContain("1 (25 %)");
  expect(rows[0]?.textContent).toContain("50 %");
  expect(rows[0]?.textContent).toContain("$0.40");
  expect(rows[1]?.textContent).toContain("—");
  expect(rows[1]?.textContent).not.toContain("$0");
});

test("a click on a row leads to its traces of the same time", async () => {
  serve(group("gpt-4o"));
  server.on("/api/v1/traces", () => ({ body: { items: [], next: null } }));
  history.replaceState(null, "", "/models?range=24h");
  render(<App />);

  fireEvent.click((await screen.findAllByTestId("data-row"))[0] as HTMLElement);

  const parameters = new URLSearchParams(location.search);
  expect(parameters.get("q")).toBe("model:gpt-4o provider:openai");
  expect(parameters.get("range")).toBe("24h");
});

test("a heading sorts, and says so to a screen reader", async () => {
  serve(group("a", { calls: 1 }), group("b", { calls: 9 }));
  history.replaceState(null, "", "/models");
  render(<App />);
  await screen.findAllByTestId("data-row");

  fireEvent.click(screen.getByRole("button", { name: "Calls" }));

  expect(screen.getAllByTestId("data-row").map((row) => row.dataset.key)).toEqual(["b openai", "a openai"]);
  expect(screen.getByRole("columnheader", { name: /Calls/ }).getAttribute("aria-sort")).toBe("descending");
});

test("the range goes into the address and to the server", async () => {
  serve(group("gpt-4o"));
  history.replaceState(null, "", "/models");
  render(<App />);
  await screen.findAllByTestId("data-row");

  fireEvent.change(screen.getByLabelText("Time range"), { target: { value: "24" } });

  expect(location.search).toBe("?range=24h");
  await screen.findAllByTestId("data-row");
  expect(server.asked.at(-1)).toContain("from=");
});
