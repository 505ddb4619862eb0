import { expect, test, vi } from "vitest";
import { getCachedSpan, peekSpan } from "../../src/span/spanCache";
import * as some from "../some";

/** A server that answers when the test says so. */
function slowServer() {
  const asked: { signal: AbortSignal; answer(): void }[] = [];
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    const signal = init.signal as AbortSignal;
    return new Promise<Response>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      asked.push({ signal, answer: () => resolve(Response.json(some.detail(some.span(1)))) });
    });
  });
  return asked;
}

test("two that want the same span ask once, and the one that stays gets it when the other leaves", async () => {
  const asked = slowServer();
  const leaving = new AbortController();
  const first = getCachedSpan("t", "s", leaving.signal);
  const second = getCachedSpan("t", "s", new AbortController().signal);

  leaving.abort();
  await expect(first).rejects.toThrow("abort");
  asked[0]?.answer();

  expect((await second).spanId).toBe(some.spanId(1));
  expect(asked).toHaveLength(1);
  expect(peekSpan("t", "s")?.spanId).toBe(some.spanId(1));
});

test("a span that nobody waits for is not read to its end, and is asked for again by the next one", async () => {
  const asked = slowServer();
  const leaving = new AbortController();
  const first = getCachedSpan("t", "s", leaving.signal);

  leaving.abort();
  await expect(first).rejects.toThrow("abort");
  await vi.waitFor(() => expect(asked[0]?.signal.aborted).toBe(true));
  const again = getCachedSpan("t", "s");
  asked[1]?.answer();

  expect((await again).spanId).toBe(some.spanId(1));
});

test("whoever leaves and comes back at once finds the request still under way", async () => {
  const asked = slowServer();
  const leaving = new AbortController();
  const first = getCachedSpan("t", "s", leaving.signal);

  leaving.abort();
  const again = getCachedSpan("t", "s");
  await expect(first).rejects.toThrow("abort");
  asked[0]?.answer();

  expect((await again).spanId).toBe(some.spanId(1));
  expect(asked).toHaveLength(1);
});
