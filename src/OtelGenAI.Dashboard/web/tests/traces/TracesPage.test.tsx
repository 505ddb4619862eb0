import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { App } from "../../src/App";
import { refreshEveryMs } from "../../src/traces/useTraceList";
import { FakeServer, failure } from "../fakeServer";
import * as some from "../some";

let server: FakeServer;
const rowIds = () => screen.queryAllByTestId("trace-row").map((row) => Number.parseInt(row.dataset.traceId ?? "", 16));

beforeEach(() => {
  server = new FakeServer();
});

const receivers = { grpc: "http://here:14317", otlpHttp: "http://here:14318", needsKey: false };

function serve(numbers: number[]) {
  server.on("/api/v1/traces", () => ({ body: { items: numbers.map((n) => some.summary(n)), next: null } }));
}

describe("the list of traces", () => {
  test("says how to send something while there is nothing", async () => {
    serve([]);
    server.on("/api/v1/receivers", () => ({ body: receivers }));
    render(<App />);

    await screen.findByText("No traces yet");
    await waitFor(() => expect(document.body.textContent).toContain("http://here:14317"));
    expect(document.body.textContent).toContain("http://here:14318");
    expect(document.body.textContent).toContain("otelgenai demo");
    expect(document.body.textContent).not.toContain("YOUR_KEY");
  });

  test("shows the first trace within a second of its arrival", async () => {
    vi.useFakeTimers();
    serve([]);
    server.on("/api/v1/receivers", () => ({ body: receivers }));
    render(<App />);
    await act(() => vi.advanceTimersByTimeAsync(10));
    expect(rowIds()).toEqual([]);

    serve([1]);
    await act(() => vi.advanceTimersByTimeAsync(1_000));

    expect(rowIds()).toEqual([1]);
  });

  test("says of an empty time that it is the time that is empty", async () => {
    history.replaceState(null, "", "/?range=1h");
    serve([]);
    render(<App />);

    await screen.findByText("No trace in this time");
  });

  test("shows an unknown cost as a dash that says why, never as $0", async () => {
    serve([1]);
    render(<App />);

    const row = await screen.findByTestId("trace-row");
    expect(within(row).getByText("—").title).toBe("not priced yet");
  });

  test("loads the next page when the end comes near, and stops at the last", async () => {
    const pages: Record<string, { items: unknown[]; next: string | null }> = {
      first: { items: [some.summary(5), some.summary(4)], next: "second" },
      second: { items: [some.summary(3)], next: null },
    };
    server.on("/api/v1/traces", (url) => ({ body: pages[url.searchParams.get("cursor") ?? "first"] }));
    render(<App />);

    await waitFor(() => expect(rowIds()).toEqual([5, 4, 3]));
    expect(server.asked.filter((url) => url.includes("cursor="))).toHaveLength(1);
  });

  test("puts new traces on top by itself", async () => {
    vi.useFakeTimers();
    serve([1]);
    render(<App />);
    await act(() => vi.advanceTimersByTimeAsync(10));
    expect(rowIds()).toEqual([1]);

    serve([2, 1]);
    await act(() => vi.advanceTimersByTimeAsync(refreshEveryMs + 10));

    expect(rowIds()).toEqual([2, 1]);
  });

  test("holds new traces back while the reader is further down, and says how many", async () => {
    vi.useFakeTimers();
    serve([1]);
    render(<App />);
    await act(() => vi.advanceTimersByTimeAsync(10));
    const scroller = document.querySelector(".trace-scroller") as HTMLElement;
    fireEvent.scroll(scroller, { target: { scrollTop: 400 } });

    serve([3, 2, 1]);
    await act(() => vi.advanceTimersByTimeAsync(refreshEveryMs + 10));
    expect(rowIds()).toEqual([1]);

    fireEvent.click(screen.getByText("↑ 2 new traces"));
    expect(rowIds()).toEqual([3, 2, 1]);
  });

  test("keeps its rows and tells about it when a refresh fails", async () => {
    vi.useFakeTimers();
    serve([1]);
    render(<App />);
    await act(() => vi.advanceTimersByTimeAsync(10));

    server.on("/api/v1/traces", () => failure(503, "overloaded", "The store is busy."));
    await act(() => vi.advanceTimersByTimeAsync(refreshEveryMs + 10));

    expect(rowIds()).toEqual([1]);
    expect(screen.getByRole("alert").textContent).toContain("The store is busy.");
  });

  test("is left alone while the page is hidden", async () => {
    vi.useFakeTimers();
    serve([1]);
    render(<App />);
    await act(() => vi.advanceTimersByTimeAsync(10));
    await act(() => vi.advanceTimersByTimeAsync(500));
    await act(() => vi.advanceTimersByTimeAsync(10));
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    const before = server.asked.length;

    await act(() => vi.advanceTimersByTimeAsync(10 * refreshEveryMs));

    expect(server.asked).toHaveLength(before);
  });

  test("tells one run from another by what it was asked, and asks again for those that have grown", async () => {
    vi.useFakeTimers();
    let items = [some.summary(2, { spanCount: 1 }), some.summary(1)];
    const said = (text: string | null, others: string[] = []) => ({ text, others });
    server.on("/api/v1/traces", () => ({ body: { items, next: null } }));
    server.on("/api/v1/exchanges", (url) => ({
      body: {
        items: (url.searchParams.get("traces") ?? "").split(",").map((traceId) => ({
          traceId,
          hasSpeaker: true,
          asked: traceId === some.traceId(1) ? said("Where is my parcel?") : said(null, ["image"]),
          answered: traceId === some.traceId(1) ? said("On its way.") : null,
        })),
      },
    }));
    render(<App />);
    await act(() => vi.advanceTimersByTimeAsync(10));
    await act(() => vi.advanceTimersByTimeAsync(500));
    await act(() => vi.advanceTimersByTimeAsync(10));

    const lines = screen.getAllByTestId("asked");
    expect(lines.map((line) => line.textContent)).toEqual(["no text, only image", "Where is my parcel?"]);
    expect(lines[1]?.title).toBe("Asked: Where is my parcel?\nAnswered: On its way.");

    items = [some.summary(2, { spanCount: 5 }), some.summary(1)];
    await act(() => vi.advanceTimersByTimeAsync(refreshEveryMs));
    await act(() => vi.advanceTimersByTimeAsync(500));

    const asked = server.asked.filter((path) => path.startsWith("/api/v1/exchanges"));
    expect(asked.map((path) => decodeURIComponent(path.split("=")[1] ?? ""))).toEqual([
      `${some.traceId(2)},${some.traceId(1)}`,
      some.traceId(2),
    ]);
    expect(screen.getAllByTestId("asked")).toHaveLength(2);
  });

  test("is a list also where nothing was captured, or nobody says", async () => {
    serve([2, 1]);
    server.on("/api/v1/exchanges", () => failure(500, "broken", "It broke."));
    render(<App />);
    await screen.findAllByTestId("trace-row");

    await waitFor(() => expect(server.asked.some((path) => path.startsWith("/api/v1/exchanges"))).toBe(true));

    expect(screen.queryAllByTestId("asked")).toEqual([]);
    expect(screen.queryByText("It broke.")).toBeNull();
  });

  test("moves with j and k and opens with Enter", async () => {
    serve([3, 2, 1]);
    render(<App />);
    await screen.findAllByTestId("trace-row");

    for (const key of ["j", "j", "j", "k", "Enter"]) fireEvent.keyDown(window, { key });

    expect(location.pathname).toBe(`/traces/${some.traceId(2)}`);
  });
});

describe("the search", () => {
  test("is sent as it stands in the address", async () => {
    history.replaceState(null, "", "/?q=model%3Agpt-4o*");
    serve([]);
    render(<App />);

    await screen.findByText("No trace matches");
    expect(server.asked[0]).toContain(`q=${encodeURIComponent("model:gpt-4o*")}`);
  });

  test("goes into the address when submitted", async () => {
    serve([1]);
    render(<App />);
    const box = screen.getByLabelText("Search traces");

    fireEvent.change(box, { target: { value: "error:true" } });
    fireEvent.submit(box);

    expect(location.search).toBe(`?q=${encodeURIComponent("error:true")}`);
    await waitFor(() => expect(server.asked.at(-1)).toContain("q=error"));
  });

  test("shows the server's refusal word for word and does not ask again by itself", async () => {
    vi.useFakeTimers();
    history.replaceState(null, "", "/?q=modle:x");
    server.on("/api/v1/traces", () =>
      failure(400, "unknown_field", 'There is no field "modle"; did you mean "model"?'),
    );
    render(<App />);
    await act(() => vi.advanceTimersByTimeAsync(10));
    expect(screen.getByRole("alert").textContent).toContain('There is no field "modle"; did you mean "model"?');
    const before = server.asked.length;

    await act(() => vi.advanceTimersByTimeAsync(5 * refreshEveryMs));

    expect(server.asked).toHaveLength(before);
  });

  test("marks the place that is wrong and offers what was probably meant", async () => {
    history.replaceState(null, "", "/?q=error%3Atrue%20modle%3Ax");
    server.on("/api/v1/traces", () => ({
      status: 400,
      body: {
        error: { code: "bad_query", message: "There is no field 'modle'.", column: 11, length: 5, suggestion: "model" },
      },
    }));
    render(<App />);

    const mended = await screen.findByRole("link", { name: "error:true model:x" });
    expect(mended.getAttribute("href")).toBe("/?q=error%3Atrue+model%3Ax");
    expect(document.querySelector("mark")?.textContent).toBe("modle");
  });

  test("suggests while one types, and a suggestion is taken with the keyboard", async () => {
    serve([1]);
    server.on("/api/v1/query/complete", (url) => ({
      body:
        url.searchParams.get("q") === "mod"
          ? { start: 0, length: 3, items: [{ text: "model:", kind: "field", meaning: "model that answered" }] }
          : { start: 6, length: 0, items: [{ text: "gpt-4o", kind: "value", count: 12 }] },
    }));
    render(<App />);
    const box = screen.getByLabelText<HTMLInputElement>("Search traces");

    fireEvent.change(box, { target: { value: "mod" } });
    expect((await screen.findByTestId("suggestion")).textContent).toContain("model that answered");
    fireEvent.keyDown(box, { key: "Tab" });
    expect(box.value).toBe("model:");

    await waitFor(() => expect(screen.getByTestId("suggestion").textContent).toContain("gpt-4o"));
    fireEvent.keyDown(box, { key: "ArrowDown" });
    expect(box.getAttribute("aria-activedescendant")).toBe(screen.getByTestId("suggestion").id);
    fireEvent.keyDown(box, { key: "Enter" });
    expect(box.value).toBe("model:gpt-4o ");
    expect(location.search).toBe("");

    fireEvent.submit(box);
    expect(new URLSearchParams(location.search).get("q")).toBe("model:gpt-4o");
  });

  test("a search whose time was over before anything was found goes on when asked", async () => {
    history.replaceState(null, "", "/?q=%22needle%22");
    server.on("/api/v1/traces", (url) =>
      url.searchParams.has("cursor")
        ? {
            body: {
              items: [some.summary(1)],
              next: null,
              search: { reads: "payloads", examined: 7, ranOutOfTime: false },
            },
          }
        : { body: { items: [], next: "c1", search: { reads: "payloads", examined: 1_000, ranOutOfTime: true } } },
    );
    render(<App />);

    fireEvent.click(await screen.findByRole("button", { name: "Search further back" }));

    await waitFor(() => expect(rowIds()).toEqual([1]));
    expect(document.body.textContent).toContain("1,007 traces looked at, with all that they say");
  });

  test("opens the trace whose id is typed in", async () => {
    serve([1]);
    server.on(/^\/api\/v1\/traces\/[0-9a-f]+$/, () => failure(404, "trace_not_found", "No such trace."));
    render(<App />);

    fireEvent.change(screen.getByLabelText("Search traces"), { target: { value: ` ${some.traceId(0xabc)} ` } });

    expect(location.pathname).toBe(`/traces/${some.traceId(0xabc)}`);
    await screen.findByText("This trace is not here");
  });
});

describe("what can be done with the list", () => {
  test("paused, it stays as it is until it is live again", async () => {
    vi.useFakeTimers();
    serve([1]);
    render(<App />);
    await act(() => vi.advanceTimersByTimeAsync(10));
    fireEvent.click(screen.getByRole("button", { name: /Live/ }));

    serve([2, 1]);
    await act(() => vi.advanceTimersByTimeAsync(3 * refreshEveryMs));
    expect(rowIds()).toEqual([1]);

    fireEvent.click(screen.getByRole("button", { name: /Paused/ }));
    await act(() => vi.advanceTimersByTimeAsync(refreshEveryMs + 10));
    expect(rowIds()).toEqual([2, 1]);
  });

  test("columns are chosen, and the choice outlasts the page", async () => {
    serve([1]);
    const { unmount } = render(<App />);
    await screen.findByTestId("trace-row");

    fireEvent.click(screen.getByRole("button", { name: /Columns/ }));
    fireEvent.click(screen.getByLabelText("Spans"));
    fireEvent.click(screen.getByLabelText("Started"));
    unmount();
    render(<App />);

    await screen.findByTestId("trace-row");
    const headings = screen.getAllByRole("columnheader").map((heading) => heading.textContent);
    expect(headings).toContain("Started");
    expect(headings).not.toContain("Spans");
  });

  test("a facet adds its condition to the search and takes it away again", async () => {
    localStorage.setItem("otelgenai.traces", JSON.stringify({ areFacetsOpen: true }));
    history.replaceState(null, "", "/?q=error%3Atrue&range=24h");
    serve([1]);
    server.on("/api/v1/facets", (url) => ({
      body: { field: url.searchParams.get("field"), values: [{ value: "a b", count: 12 }] },
    }));
    render(<App />);
    const service = (await screen.findAllByLabelText(/a b/))[0] as HTMLElement;

    fireEvent.click(service);
    expect(new URLSearchParams(location.search).get("q")).toBe('error:true service:"a b"');
    expect(new URLSearchParams(location.search).get("range")).toBe("24h");

    fireEvent.click(screen.getByLabelText("failed"));
    expect(new URLSearchParams(location.search).get("q")).toBe('service:"a b"');
  });

  test("a search is saved by the server under a name, and found there again", async () => {
    history.replaceState(null, "", "/?q=error%3Atrue");
    serve([1]);
    const views: object[] = [];
    server.on("/api/v1/views", () => ({ body: { items: views } }));
    server.on(/^\/api\/v1\/views\//, (url, method, body) => {
      if (method === "PUT")
        views.push({ scope: "own", name: decodeURIComponent(url.pathname.split("/").at(-1) ?? ""), ...body });
      else views.pop();
      return { body: { items: views } };
    });
    render(<App />);
    await screen.findByTestId("trace-row");
    fireEvent.click(screen.getByRole("button", { name: /Views/ }));
    await screen.findByText("None is saved yet.");
    fireEvent.change(screen.getByLabelText("Name of the view"), { target: { value: "failed / runs" } });
    fireEvent.submit(screen.getByLabelText("Name of the view"));

    expect((await screen.findByRole("link", { name: "failed / runs" })).getAttribute("href")).toBe("/?q=error%3Atrue");
    expect(server.asked).toContain("PUT /api/v1/views/own/failed%20%2F%20runs");

    fireEvent.click(screen.getByRole("button", { name: "Remove the view failed / runs" }));
    expect(await screen.findByText("None is saved yet.")).toBeDefined();
  });

  test("a saved view that leads elsewhere leads nowhere, and a refusal is said", async () => {
    serve([1]);
    const evil = { scope: "shared", name: "evil", url: "https://evil.example/", columns: [] };
    server.on("/api/v1/views", () => ({ body: { items: [evil] } }));
    server.on("/api/v1/views/shared/evil", () => failure(403, "permission_denied", "Key k has the scopes read."));
    render(<App />);
    await screen.findByTestId("trace-row");
    fireEvent.click(screen.getByRole("button", { name: /Views/ }));

    expect((await screen.findByRole("link", { name: "evil" })).getAttribute("href")).toBe("/");
    fireEvent.click(screen.getByRole("button", { name: "Remove the view evil" }));
    expect((await screen.findByRole("alert")).textContent).toContain("has the scopes read");
  });

  test("where the words of a search stand is shown in its row", async () => {
    history.replaceState(null, "", "/?q=refund");
    serve([2, 1]);
    const hit = {
      spanId: some.spanId(1),
      name: "chat",
      kind: "llm",
      before: "about my ",
      match: "refund",
      after: " please",
    };
    server.on("/api/v1/search", () => ({
      body: { items: [{ trace: some.summary(2), hits: [hit] }], next: null, search: {} },
    }));
    render(<App />);

    const row = (await screen.findByText("refund", { selector: "mark" })).closest("[data-testid=trace-row]");
    expect((row as HTMLElement).dataset.traceId).toBe(some.traceId(2));
    expect(row?.textContent).toContain("about my refund please");
  });

  test("the files of the export are those of the search", async () => {
    history.replaceState(null, "", "/?q=error%3Atrue");
    serve([1]);
    render(<App />);
    await screen.findByTestId("trace-row");
    fireEvent.click(screen.getByRole("button", { name: /Export/ }));

    expect(screen.getByRole("link", { name: /CSV/ }).getAttribute("href")).toBe(
      "/api/v1/export/traces?format=csv&q=error%3Atrue",
    );
  });

  test("Space shows the trace beside the list, j the next one, and Space closes it", async () => {
    serve([2, 1]);
    server.on(/^\/api\/v1\/traces\/[0-9a-f]+$/, (url) => {
      const number = Number.parseInt(url.pathname.slice(-8), 16);
      return {
        body: { summary: some.summary(number), spans: [some.span(1, { kind: "tool" })], findings: null, logs: [] },
      };
    });
    render(<App />);
    await screen.findAllByTestId("trace-row");

    fireEvent.keyDown(window, { key: " " });
    expect((await screen.findByTestId("peek")).dataset.traceId).toBe(some.traceId(2));
    await waitFor(() => expect(screen.getByTestId("peek").textContent).toContain("span 1"));

    fireEvent.keyDown(window, { key: "j" });
    expect(screen.getByTestId("peek").dataset.traceId).toBe(some.traceId(1));

    fireEvent.keyDown(window, { key: " " });
    expect(screen.queryByTestId("peek")).toBeNull();
  });
});
