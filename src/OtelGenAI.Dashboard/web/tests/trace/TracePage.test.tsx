import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { App } from "../../src/App";
import type { Finding, SpanNode } from "../../src/api/contract";
import { askAgainMs, giveUpAfterMs } from "../../src/trace/useTrace";
import { rememberSearch } from "../../src/traces/lastSearch";
import { FakeServer, failure } from "../fakeServer";
import * as some from "../some";

const id = some.traceId(1);
let server: FakeServer;

const run = [
  some.span(1, { depth: 0, kind: "workflow", status: "error" }),
  some.span(2, { depth: 1, kind: "llm", name: "chat gpt-4o" }),
  some.span(3, { depth: 2, kind: "span", name: "POST", infra: "http" }),
  some.span(4, { depth: 1, kind: "tool", name: "execute_tool pay", status: "error", errorType: "PaymentRefused" }),
];

beforeEach(() => {
  server = new FakeServer();
});

function serve(spans: SpanNode[]) {
  server.on(`/api/v1/traces/${id}`, () => ({
    body: { summary: some.summary(1, { spanCount: spans.length }), spans, findings: { error: 0, warning: 0, info: 0 } },
  }));
  for (const span of spans) {
    server.on(`/api/v1/traces/${id}/spans/${span.spanId}`, () => ({ body: some.detail(span) }));
  }
}

function open(path: string) {
  history.replaceState(null, "", path);
  render(<App />);
}

const names = () => screen.getAllByTestId("span-row").map((row) => row.dataset.spanId);
const panelSpan = () => screen.getByTestId("span-panel").dataset.spanId;
const press = (key: string) => fireEvent.keyDown(window, { key });

describe("a trace", () => {
  test("opens at the step that failed, without changing its address", async () => {
    serve(run);
    open(`/traces/${id}`);

    await waitFor(() => expect(panelSpan()).toBe(some.spanId(4)));
    expect(location.pathname).toBe(`/traces/${id}`);
    expect(screen.getAllByTestId("span-row").map((row) => row.dataset.depth)).toEqual(["0", "1", "2", "1"]);
  });

  test("opens at the span of a deep link", async () => {
    serve(run);
    open(`/traces/${id}/spans/${some.spanId(3)}`);

    await waitFor(() => expect(panelSpan()).toBe(some.spanId(3)));
    const row = screen.getAllByTestId("span-row")[2];
    expect(row?.getAttribute("aria-selected")).toBe("true");
  });

  test("brings the row of a deep link into view in a long trace", async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => some.span(i + 1, { depth: i === 0 ? 0 : 1 }));
    serve(many);
    open(`/traces/${id}/spans/${some.spanId(4_000)}`);

    await waitFor(() => expect(names()).toContain(some.spanId(4_000)));
    expect(names().length).toBeLessThan(100);
  });

  test("puts the selected span into the address, and Back leads away from the trace", async () => {
    serve(run);
    open(`/traces/${id}`);
    await screen.findAllByTestId("span-row");
    const entries = history.length;

    fireEvent.click(screen.getAllByTestId("span-row")[1] as HTMLElement);

    expect(location.pathname).toBe(`/traces/${id}/spans/${some.spanId(2)}`);
    expect(panelSpan()).toBe(some.spanId(2));
    expect(history.length).toBe(entries);
  });

  test("is walked, closed and opened with the arrow keys", async () => {
    serve(run);
    open(`/traces/${id}/spans/${some.spanId(2)}`);
    await screen.findAllByTestId("span-row");

    press("ArrowLeft");
    expect(names()).toEqual([1, 2, 4].map(some.spanId));
    press("ArrowDown");
    expect(panelSpan()).toBe(some.spanId(4));
    press("ArrowUp");
    press("ArrowRight");
    expect(names()).toEqual([1, 2, 3, 4].map(some.spanId));
    press("ArrowLeft");
    press("ArrowLeft");
    expect(panelSpan()).toBe(some.spanId(1));
  });

  test("folds infrastructure with one key, and e goes to the next error", async () => {
    serve(run);
    open(`/traces/${id}/spans/${some.spanId(2)}`);
    await screen.findAllByTestId("span-row");

    press("i");
    expect(names()).toEqual([1, 2, 4].map(some.spanId));
    press("e");
    expect(panelSpan()).toBe(some.spanId(4));
    press("e");
    expect(panelSpan()).toBe(some.spanId(1));
  });

  test("shows with one key what the run waited for", async () => {
    serve([
      some.span(1, { depth: 0, subtree: { ...some.subtree, criticalMs: 100 } }),
      some.span(2, { depth: 1, kind: "llm", criticalMs: 80 }),
      some.span(3, { depth: 1, kind: "tool" }),
    ]);
    open(`/traces/${id}/spans/${some.spanId(1)}`);
    await screen.findAllByTestId("span-row");
    const critical = () => screen.getAllByTestId("span-row").map((row) => row.dataset.critical);

    expect(critical()).toEqual([undefined, undefined, undefined]);
    press("c");
    expect(critical()).toEqual(["true", "true", "false"]);
  });

  test("shows on a step the sum of the calls below it, not what it reports about them", async () => {
    const reported = some.tokens({ input: 999, output: 9 });
    serve([
      some.span(1, {
        tokens: reported,
        flags: ["reported_tokens"],
        subtree: { ...some.subtree, calls: 2, inputTokens: 30, outputTokens: 4, costUsd: 0.25 },
      }),
      some.span(2, { depth: 1, kind: "llm" }),
    ]);
    open(`/traces/${id}`);

    const row = (await screen.findAllByTestId("span-row"))[0];
    expect(row?.textContent).toContain("Σ 30 → 4");
    expect(row?.textContent).toContain("$0.250");
    expect(row?.textContent).not.toContain("999");
  });

  test("says of a parent that never arrived that it did not, without asking for it", async () => {
    serve([
      some.span(8, { kind: "span", flags: ["placeholder"], subtree: { ...some.subtree, spans: 1 } }),
      some.span(2, { depth: 1 }),
    ]);
    open(`/traces/${id}/spans/${some.spanId(8)}`);

    expect((await screen.findByTestId("span-panel")).textContent).toContain("This span was not received");
    expect(server.asked.filter((path) => path.endsWith(some.spanId(8)))).toEqual([]);
  });

  test("goes to a match inside a closed subtree", async () => {
    serve(run);
    open(`/traces/${id}`);
    await screen.findAllByTestId("span-row");
    press("[");
    const box = screen.getByLabelText("Find in this trace");

    fireEvent.change(box, { target: { value: "post" } });
    await screen.findByText("1");
    fireEvent.keyDown(box, { key: "Enter" });

    expect(panelSpan()).toBe(some.spanId(3));
    expect(names()).toContain(some.spanId(3));
  });

  test("says that the span of its address is missing, and shows the rest", async () => {
    serve(run);
    open(`/traces/${id}/spans/${some.spanId(99)}`);

    expect((await screen.findByRole("alert")).textContent).toContain(some.spanId(99));
    expect(panelSpan()).toBe(some.spanId(4));
  });

  test("says how to turn content on where none was captured", async () => {
    serve(run);
    open(`/traces/${id}/spans/${some.spanId(2)}`);

    const panel = await screen.findByTestId("span-panel");
    await within(panel).findByText("CaptureContent");
    expect(panel.textContent).toContain("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT");
  });

  test("shows the rest of the trace when one span cannot be read", async () => {
    serve(run);
    server.on(`/api/v1/traces/${id}/spans/${some.spanId(4)}`, () => failure(500, "internal", "Segment 12 is damaged."));
    open(`/traces/${id}`);

    expect((await screen.findByRole("alert")).textContent).toContain("Segment 12 is damaged.");
    expect(names()).toHaveLength(4);
  });
});

describe("what rules found", () => {
  const warning: Finding = {
    rule: "empty_retrieval",
    severity: "warning",
    title: "The search found nothing",
    explanation: "The answer rests on what the model knows.",
    spanIds: [some.spanId(2), some.spanId(1)],
  };

  function serveFindings(spans: SpanNode[], items: Finding[]) {
    serve(spans);
    server.on(`/api/v1/traces/${id}`, () => ({ body: { summary: some.summary(1), spans, findings: null } }));
    server.on(`/api/v1/traces/${id}/findings`, () => ({ body: { items, isWhole: true } }));
  }

  test("stands above the tree, and a run without errors opens at it", async () => {
    serveFindings([some.span(1), some.span(2, { depth: 1, kind: "retrieval", name: "search" })], [warning]);
    open(`/traces/${id}`);

    const finding = await screen.findByTestId("finding");
    expect(finding.textContent).toContain("The search found nothing");
    await waitFor(() => expect(panelSpan()).toBe(some.spanId(2)));
    expect(location.pathname).toBe(`/traces/${id}`);
  });

  test("leads to the spans that show it", async () => {
    serveFindings([some.span(1), some.span(2, { depth: 1 })], [warning]);
    open(`/traces/${id}/spans/${some.spanId(1)}`);

    const finding = await screen.findByTestId("finding");
    expect(panelSpan()).toBe(some.spanId(1));
    fireEvent.click(within(finding).getByText("span 2"));
    expect(panelSpan()).toBe(some.spanId(2));
  });

  test("does not take the reader away from the step that failed", async () => {
    serveFindings([some.span(1), some.span(2, { depth: 1 }), some.span(3, { depth: 1, status: "error" })], [warning]);
    open(`/traces/${id}`);

    await screen.findByTestId("finding");
    expect(panelSpan()).toBe(some.spanId(3));
  });

  test("is said to be unknown when the server cannot tell", async () => {
    serveFindings(run, []);
    server.on(`/api/v1/traces/${id}/findings`, () => failure(503, "busy", "The store is busy."));
    open(`/traces/${id}`);

    expect((await screen.findByRole("alert")).textContent).toContain("The store is busy.");
  });
});

test.each([
  ["Where is it?", { text: "Where is it?", others: [] }, "On its way.", { text: "On its way.", others: [] }],
  ["a failed run has no answer", { text: "a failed run has no answer", others: [] }, "nothing", null],
  ["no text, only image, file", { text: null, others: ["image", "file"] }, "A cat.", { text: "A cat.", others: [] }],
])("what was asked and answered stands on top: %s", async (question, asked, answer, answered) => {
  serve([some.span(1)]);
  server.on("/api/v1/exchanges", () => ({ body: { items: [{ traceId: id, hasSpeaker: true, asked, answered }] } }));
  open(`/traces/${id}`);

  expect(await screen.findByText(question)).toBeDefined();
  expect(screen.getByText("Answered").nextElementSibling?.textContent).toBe(answer);
});

test("what was left out of a run that could have said something is not nothing", async () => {
  serve([some.span(1)]);
  const silent = { traceId: id, hasSpeaker: true, asked: null, answered: null };
  server.on("/api/v1/exchanges", () => ({ body: { items: [silent] } }));
  open(`/traces/${id}`);

  expect(await screen.findAllByText("not captured")).toHaveLength(2);
});

test("a trace in which nobody speaks has no place for it", async () => {
  serve([some.span(1)]);
  const mute = { traceId: id, hasSpeaker: false, asked: null, answered: null };
  server.on("/api/v1/exchanges", () => ({ body: { items: [mute] } }));
  open(`/traces/${id}`);
  await screen.findByTestId("span-panel");

  await waitFor(() => expect(screen.queryByText("Asked")).toBeNull());
});

describe("from one failure to the next", () => {
  test("Shift+J asks for the older one within the search that the reader came from", async () => {
    serve(run);
    rememberSearch({ query: "user:u1 or user:u2", range: { is: "all" } });
    server.on("/api/v1/traces", () => ({ body: { items: [some.summary(1), some.summary(2)], next: null } }));
    server.on(`/api/v1/traces/${some.traceId(2)}`, () => failure(404, "trace_not_found", "No such trace."));
    open(`/traces/${id}`);
    await screen.findByTestId("span-panel");

    press("J");

    await waitFor(() => expect(location.pathname).toBe(`/traces/${some.traceId(2)}`));
    const asked = new URL(server.asked.find((path) => path.startsWith("/api/v1/traces?")) ?? "", "http://test");
    expect(asked.searchParams.get("q")).toBe("(user:u1 or user:u2) error:true");
    expect(asked.searchParams.get("to")).toBe(some.summary(1).startTime);
  });

  test("says when there is none", async () => {
    serve(run);
    server.on("/api/v1/traces", () => ({ body: { items: [some.summary(1)], next: null } }));
    open(`/traces/${id}`);
    await screen.findByTestId("span-panel");

    press("K");

    expect(await screen.findByText("no newer one failed")).toBeDefined();
  });
});

describe("a trace that is not there", () => {
  test("is named, looked for again, and shown when it arrives", async () => {
    vi.useFakeTimers();
    server.on(`/api/v1/traces/${id}`, () => failure(404, "trace_not_found", "No such trace."));
    open(`/traces/${id}`);
    await act(() => vi.advanceTimersByTimeAsync(10));
    expect(document.body.textContent).toContain(id);
    expect(document.body.textContent).toContain("may not have arrived yet");

    serve(run);
    await act(() => vi.advanceTimersByTimeAsync(askAgainMs + 100));

    expect(names()).toHaveLength(4);
  });

  test("is given up on after a while, with a button to look again", async () => {
    vi.useFakeTimers();
    server.on(`/api/v1/traces/${id}`, () => failure(404, "trace_not_found", "No such trace."));
    open(`/traces/${id}`);

    await act(() => vi.advanceTimersByTimeAsync(giveUpAfterMs + 2 * askAgainMs));
    const before = server.asked.length;
    await act(() => vi.advanceTimersByTimeAsync(giveUpAfterMs));

    expect(server.asked).toHaveLength(before);
    expect(screen.getByText("Look again")).toBeDefined();
  });
});

test("an address that leads nowhere says so", () => {
  open("/traces/not-an-id");

  expect(screen.getByText("There is no such page")).toBeDefined();
});
