import { fireEvent, render, screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { App } from "../../src/App";
import type { CostChange } from "../../src/api/contract";
import { FakeServer } from "../fakeServer";

// jsdom has no canvas; what the library draws is looked at in a real browser.
vi.mock("../../src/charts/drawChart", () => ({
  drawChart: () => Promise.resolve({ plot: { setCursor() {}, valToPos: () => 0 }, destroy() {} }),
}));

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  vi.stubGlobal("matchMedia", () => ({ addEventListener() {}, removeEventListener() {} }));
});

test("every chart has a table whose figures lead to the traces behind them", async () => {
  server.on("/api/v1/usage", () => ({
    body: {
      items: [
        {
          key: { model: "gpt-4o" },
          time: "2026-11-20T00:00:00Z",
          count: 2,
          errors: 1,
          errorRate: 0.5,
          calls: 2,
          inputTokens: 100,
          outputTokens: 10,
          totalTokens: 110,
          cacheReadTokens: 50,
          costUsd: 0.25,
          unpricedCalls: 0,
          durationMs: null,
          timeToFirstChunkMs: null,
        },
      ],
      next: null,
    },
  }));
  history.replaceState(null, "", "/dashboard");
  render(<App />);
  const chart = (await screen.findAllByTestId("chart")).find(
    (one) => one.dataset.chart === "Error rate",
  ) as HTMLElement;
  const details = within(chart).getByText("As a table").closest("details") as HTMLDetailsElement;
  details.open = true;
  fireEvent(details, new Event("toggle"));

  const cell = await within(chart).findByRole("link", { name: "50 %" });

  const parameters = new URL(cell.getAttribute("href") ?? "", "http://test").searchParams;
  expect(parameters.get("q")).toBe("model:gpt-4o error:true");
  expect([parameters.get("from"), parameters.get("to")]).toEqual([
    "2026-11-20T00:00:00.000Z",
    "2026-11-21T00:00:00.000Z",
  ]);
});

test("a change of cost is said in a sentence with its figures, and its users and failing tools are named", async () => {
  const period = { from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z", traces: 4, calls: 8, unpricedCalls: 0 };
  const change: CostChange = {
    before: { ...period, costUsd: 1 },
    after: { ...period, costUsd: 2 },
    changeUsd: 1,
    causes: [
      { cause: "cache", effectUsd: 0.75, before: 0.8, after: 0 },
      { cause: "turns", effectUsd: 0.25, before: 1, after: 2 },
    ],
    users: [{ userId: "heavy", beforeUsd: 0.1, afterUsd: 0.9 }],
    tools: [{ tool: "look", beforeRuns: 4, beforeErrors: 0, afterRuns: 8, afterErrors: 4 }],
    isComplete: true,
  };
  server.on("/api/v1/cost/change", () => ({ body: change }));
  history.replaceState(null, "", "/dashboard/change");
  render(<App />);

  const verdict = await screen.findByTestId("verdict");

  expect(verdict.dataset.cause).toBe("cache");
  expect(verdict.textContent).toContain("80 % → 0.0 % of the input from the cache, which is +$0.750 of +$1.00");
  expect(document.body.textContent).toContain("failed 0 of 4 runs before (0 %), 4 of 8 runs now (50 %)");
  expect(screen.getByRole("link", { name: "heavy" })).toBeTruthy();
});
