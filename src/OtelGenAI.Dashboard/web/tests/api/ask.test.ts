import { expect, test } from "vitest";
import { send, urlOf } from "../../src/api/ask";
import { FakeServer } from "../fakeServer";

test("what is in a path is encoded, and what is null is not asked for", () => {
  expect(urlOf("/api/v1/sessions/{id}", { path: { id: "a/b ?" } })).toBe("/api/v1/sessions/a%2Fb%20%3F");
  expect(urlOf("/api/v1/traces", { query: { q: "a&b", from: null } })).toBe("/api/v1/traces?q=a%26b");
});

test("a change is sent as the document of the API describes it, and nothing else compiles", async () => {
  const server = new FakeServer();
  server.on("/api/v1/views/own/mine", (_, method, body) => ({ body: { method, ...body } }));
  const path = { name: "mine" };

  const saved = await send("put", "/api/v1/views/own/{name}", { path, body: { url: "/?q=a", columns: ["cost"] } });

  expect(saved).toEqual({ method: "PUT", url: "/?q=a", columns: ["cost"] });
  const wrong = [
    // @ts-expect-error: a view without its address is none
    () => send("put", "/api/v1/views/own/{name}", { path, body: { columns: [] } }),
    // @ts-expect-error: nothing is sent along with a removal
    () => send("delete", "/api/v1/views/own/{name}", { path, body: { url: "/", columns: [] } }),
    // @ts-expect-error: a trace cannot be put
    () => send("put", "/api/v1/traces/{traceId}", { path: { traceId: "a" } }),
    // @ts-expect-error: nor pinned without saying which
    () => send("put", "/api/v1/traces/{traceId}/pin", {}),
  ];
  expect(wrong).toHaveLength(4);
});
