import { expect, test } from "vitest";
import {
  asTraceId,
  listUrl,
  parseRoute,
  sessionUrl,
  traceCostUrl,
  tracesUrl,
  traceUrl,
  transcriptUrl,
} from "../../src/routing/route";

const id = "7ca110000000000000000000000000aa";

test("the list keeps its search in the address", () => {
  const url = new URL(tracesUrl('model:gpt-4o* "a & b"'), "http://test");

  expect(parseRoute(url.pathname, url.search)).toEqual({
    page: "traces",
    query: 'model:gpt-4o* "a & b"',
    range: { is: "all" },
  });
});

test("a span's address leads to its trace and to itself", () => {
  expect(parseRoute(traceUrl(id, "00000000000000ff"), "")).toEqual({
    page: "trace",
    traceId: id,
    spanId: "00000000000000ff",
    view: "tree",
  });
});

test("ids in capitals, as some logs write them, are the same ids", () => {
  expect(parseRoute(`/traces/${id.toUpperCase()}`, "")).toEqual({
    page: "trace",
    traceId: id,
    spanId: null,
    view: "tree",
  });
});

test("a run as a conversation has an address of its own", () => {
  expect(parseRoute(transcriptUrl(id), "")).toEqual({ page: "trace", traceId: id, spanId: null, view: "transcript" });
  expect(parseRoute(traceCostUrl(id), "")).toEqual({ page: "trace", traceId: id, spanId: null, view: "cost" });
});

test.each(["/traces/xyz", `/traces/${id}/spans/1`, `/traces/${id}/spans/`, "/settings"])("%s is no page", (path) => {
  expect(parseRoute(path, "")).toEqual({ page: "unknown", path });
});

test("only a whole id is taken for an id", () => {
  expect(asTraceId(`  ${id.toUpperCase()}\n`)).toBe(id);
  expect(asTraceId(id.slice(1))).toBeNull();
  expect(asTraceId(`${id} error`)).toBeNull();
});

test.each(["s 1", "a/b", "50%", "?x=1", "ü"])("a session of any name has an address: %s", (name) => {
  const url = new URL(sessionUrl(name), "http://test");

  expect(parseRoute(url.pathname, url.search)).toEqual({ page: "session", id: name });
});

test("a list keeps its range in the address", () => {
  const url = new URL(listUrl("models", { is: "last", hours: 24 }), "http://test");

  expect(parseRoute(url.pathname, url.search)).toEqual({
    page: "list",
    list: "models",
    range: { is: "last", hours: 24 },
  });
});
