import { fireEvent, render, screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { App } from "../../src/App";
import { FakeServer } from "../fakeServer";
import * as some from "../some";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  const chat = (tokens: number) =>
    some.span(2, {
      kind: "llm",
      depth: 1,
      operation: "chat",
      tokens: some.tokens({ input: tokens, output: 5 }),
    });
  const traces = [
    { summary: some.summary(1, { durationMs: 1_000, costUsd: 0.1 }), spans: [some.span(1), chat(10)] },
    { summary: some.summary(2, { durationMs: 3_000, costUsd: null }), spans: [some.span(1), chat(20)] },
  ];
  for (const trace of traces) {
    const path = `/api/v1/traces/${trace.summary.traceId}`;
    server.on(path, () => ({ body: { ...trace, findings: null, logs: [] } }));
    server.on(`${path}/spans/${some.spanId(2)}`, () => ({
      body: some.detail(trace.spans[1] as never, {
        input: [{ role: "user", parts: [{ type: "text", content: `asked of ${trace.summary.name}` }] }],
      }),
    }));
  }
  server.on("/api/v1/traces", () => ({ body: { items: traces.map((trace) => trace.summary), next: null } }));
});

test("two runs are told apart in figures, and a cost that nobody knows has no difference", async () => {
  history.replaceState(null, "", `/compare?left=${some.traceId(1)}&right=${some.traceId(2)}`);
  render(<App />);

  const differences = await screen.findAllByTestId("difference");
  const text = (figure: string) => differences.find((cell) => cell.dataset.figure === figure)?.textContent;
  expect(text("Duration")).toBe("+2.00 s (+200 %)");
  expect(text("Cost")).toBe("—");
});

test("a step that differs is opened with what was said differently on both sides", async () => {
  history.replaceState(null, "", `/compare?left=${some.traceId(1)}&right=${some.traceId(2)}`);
  render(<App />);
  const row = (await screen.findAllByTestId("pair-row")).find((one) => one.dataset.different === "true");

  fireEvent.click(row as HTMLElement);

  const panel = await screen.findByTestId("pair-panel");
  expect((await within(panel).findByTestId("diff")).textContent).toContain("− asked of run 1");
  expect(panel.textContent).toContain("+ asked of run 2");
});

test("the other trace is chosen from those of the same name, or by its id", async () => {
  history.replaceState(null, "", `/compare?left=${some.traceId(1)}`);
  render(<App />);

  const rows = await screen.findAllByTestId("data-row");
  expect(rows.map((row) => row.dataset.key)).toEqual([some.traceId(2)]);
  expect(server.asked.at(-1)).toContain(`q=${encodeURIComponent('name:"run 1"').replaceAll("%20", "+")}`);

  fireEvent.change(screen.getByPlaceholderText(/32 digits/), { target: { value: some.traceId(2) } });
  fireEvent.click(screen.getByRole("button", { name: "Compare" }));
  expect(location.search).toBe(`?left=${some.traceId(1)}&right=${some.traceId(2)}`);
});
