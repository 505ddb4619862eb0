import { act, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { App } from "../../src/App";
import { beginningOf } from "../../src/trace/readTrace";
import * as some from "../some";

/** Thousands of spans, beside other tests on a small machine. */
const patienceMs = 20_000;

const trace = {
  summary: some.summary(1, { spanCount: 3, metadata: { note: 'a "brace" } and a \\ in a text' } }),
  spans: [
    some.span(1, { name: 'says "}],{" itself', tokens: some.tokens({ input: 1 }) }),
    some.span(2, { depth: 1, subtree: some.subtree }),
    some.span(3, { depth: 1, status: "error" }),
  ],
  findings: null,
  logs: [],
};

test("wherever an answer is cut, its beginning has the spans that are whole, and no half one", () => {
  const text = JSON.stringify(trace);
  const seen = new Set<number>();
  for (let at = 0; at <= text.length; at++) {
    const beginning = beginningOf(text.slice(0, at));
    if (beginning === null) continue;
    seen.add(beginning.spans.length);
    expect(beginning.summary).toEqual(trace.summary);
    expect(beginning.spans).toEqual(trace.spans.slice(0, beginning.spans.length));
  }
  expect([...seen]).toEqual([0, 1, 2, 3]);
});

test(
  "a large trace is shown from its beginning on, and opens at its failure when all of it is there",
  async () => {
    const spans = Array.from({ length: 2_000 }, (_, at) => some.span(at + 1, { depth: at === 0 ? 0 : 1 }));
    const large = { ...trace, spans: [...spans, some.span(5_000, { depth: 1, kind: "tool", status: "error" })] };
    const bytes = new TextEncoder().encode(JSON.stringify(large));
    let send: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        send = controller;
      },
    });
    const path = `/api/v1/traces/${some.traceId(1)}`;
    const askedFor: string[] = [];
    vi.stubGlobal("fetch", async (asked: string) => {
      askedFor.push(asked);
      if (asked === path) return new Response(body);
      if (asked.startsWith("/api/v1/exchanges")) return Response.json({ items: [] });
      if (asked.endsWith("/findings")) return Response.json({ items: [], isWhole: true });
      return Response.json(some.detail(spans[0] as (typeof spans)[number]));
    });
    history.replaceState(null, "", `/traces/${some.traceId(1)}`);
    render(<App />);

    await act(async () => send?.enqueue(bytes.slice(0, 400_000)));
    await waitFor(() => expect(screen.getByTestId("span-panel").dataset.spanId).toBe(some.spanId(1)), {
      timeout: patienceMs,
    });
    const early = Number(screen.getByRole("treegrid").getAttribute("aria-rowcount"));
    expect(early).toBeGreaterThan(100);
    expect(early).toBeLessThan(2_001);
    expect(screen.getByText("updating as spans arrive")).toBeDefined();
    // Which call was the last one is not known yet, so nothing but the span that is shown is asked for.
    await waitFor(() => expect(askedFor).toContain(`${path}/spans/${some.spanId(1)}`));
    expect(askedFor.filter((asked) => asked.includes("/spans/"))).toHaveLength(1);

    await act(async () => {
      send?.enqueue(bytes.slice(400_000));
      send?.close();
    });
    await waitFor(() => expect(screen.getByTestId("span-panel").dataset.spanId).toBe(some.spanId(5_000)), {
      timeout: patienceMs,
    });
    expect(screen.getByRole("treegrid").getAttribute("aria-rowcount")).toBe("2001");
  },
  2 * patienceMs,
);
