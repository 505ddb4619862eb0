import { render, screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { App } from "../../src/App";
import type { Tokens, TraceCost } from "../../src/api/contract";
import { FakeServer } from "../fakeServer";
import * as some from "../some";

const id = some.traceId(1);
let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  server.on(`/api/v1/traces/${id}`, () => ({
    body: { summary: some.summary(1), spans: [some.span(1)], findings: { error: 0, warning: 0, info: 0 } },
  }));
});

const tokens = (over: Partial<Tokens> = {}) => some.tokens({ input: 1200, output: 30, ...over });

function open(over: Partial<TraceCost>) {
  server.on(`/api/v1/traces/${id}/cost`, () => ({
    body: {
      costUsd: null,
      unpricedCalls: 0,
      storedCostUsd: null,
      storedPriceTable: null,
      priceTable: "2026-11 (42 rows)",
      tokens: null,
      calls: [],
      ignored: [],
      ...over,
    },
  }));
  history.replaceState(null, "", `/traces/${id}/cost`);
  render(<App />);
}

test("shows each call with its arithmetic, its price row and its share", async () => {
  open({
    costUsd: 0.000528,
    storedCostUsd: 0.000528,
    unpricedCalls: 1,
    tokens: tokens({ audioInput: 40 }),
    calls: [
      {
        spanId: some.spanId(1),
        name: "chat gpt-4.1-mini",
        provider: "openai",
        model: "gpt-4.1-mini-2025-04-14",
        tokens: tokens({ reasoning: 10 }),
        costUsd: 0.000528,
        explain: [
          {
            field: "costUsd",
            value: "0.000528",
            because: "(1200 input × $0.4 + 30 output × $1.6) per million; openai",
          },
        ],
      },
      {
        spanId: some.spanId(2),
        name: "chat local",
        provider: null,
        model: "local",
        tokens: tokens(),
        costUsd: null,
        explain: [{ field: "costUsd", value: "unpriced", because: "the price table has no price for this model" }],
      },
    ],
  });

  const [priced, unpriced] = await screen.findAllByTestId("cost-call");
  expect(priced?.textContent).toContain("(1200 input × $0.4 + 30 output × $1.6) per million; openai");
  expect(priced?.textContent).toContain("10 reasoning");
  expect(priced?.textContent).toContain("100 %");
  expect(unpriced?.textContent).toContain("unpriced");
  expect(unpriced?.textContent).toContain("the price table has no price for this model");
  expect(
    within(priced as HTMLElement)
      .getByText("chat gpt-4.1-mini")
      .getAttribute("href"),
  ).toBe(`/traces/${id}/spans/${some.spanId(1)}`);
  const totals = screen.getByLabelText("Totals");
  expect(totals.textContent).toContain("2 model calls, without 1 call that has no price");
  expect(totals.textContent).toContain("Audio input40");
  expect(totals.textContent).not.toContain("Lists show");
});

test("shows what was left out and why, and that lists still have another figure", async () => {
  open({
    costUsd: 0.002,
    storedCostUsd: 0.001,
    storedPriceTable: "2026-10",
    ignored: [
      {
        spanId: some.spanId(3),
        name: "invoke_agent helper",
        kind: "agent",
        tokens: tokens(),
        because: "it sums up the calls below it",
      },
    ],
  });

  const left = await screen.findByTestId("cost-ignored");
  expect(left.textContent).toContain("invoke_agent helper");
  expect(left.textContent).toContain("it sums up the calls below it");
  expect(screen.getByLabelText("Totals").textContent).toContain(
    "Lists show $0.0010, by the table of the time (2026-10)",
  );
});

test("says so when nothing has tokens", async () => {
  open({});

  expect(await screen.findByText("Nothing here has tokens")).toBeTruthy();
});
