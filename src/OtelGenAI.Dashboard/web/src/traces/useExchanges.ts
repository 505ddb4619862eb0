import { useEffect, useRef, useState } from "react";
import { getExchanges } from "../api/calls";
import type { Exchange, TraceSummary } from "../api/contract";

/** Rows that come into view together, as a list fills, scrolls or grows, are asked for together. */
const gatherMs = 150;
/** So many the server answers at once. */
const atOnce = 50;
/** Many times what is in view; what was scrolled past long ago is forgotten. */
const mostKept = 2_000;

/** What was said, by a trace in a state of it: as spans arrive, more may have been said. */
const kept = new Map<string, Exchange | null>();

export function forgetExchanges(): void {
  kept.clear();
}

/** What was asked and answered in the traces that are in view. It comes after the rows: a list does not wait for it. */
export function useExchanges(items: readonly TraceSummary[]): (trace: TraceSummary) => Exchange | null {
  const [, setRead] = useState(0);
  const shown = useRef(items);
  shown.current = items;
  const isUnmounted = useRef(new AbortController());
  const isBusy = useRef(false);

  useEffect(() => {
    const controller = new AbortController();
    isUnmounted.current = controller;
    return () => controller.abort();
  }, []);

  const inView = items.map(keyOf).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows, or the same with more spans
  useEffect(() => {
    const timer = setTimeout(() => void read(), gatherMs);
    return () => clearTimeout(timer);
  }, [inView]);

  async function read() {
    if (isBusy.current) return;
    isBusy.current = true;
    const { signal } = isUnmounted.current;
    try {
      for (;;) {
        const missing = shown.current.filter((trace) => !kept.has(keyOf(trace))).slice(0, atOnce);
        if (missing.length === 0 || signal.aborted) return;
        const page = await getExchanges(
          missing.map((trace) => trace.traceId),
          signal,
        );
        const found = new Map(page.items.map((item) => [item.traceId, item]));
        // What there was no time for is not asked for again and again: the trace has it.
        for (const trace of missing) keep(keyOf(trace), found.get(trace.traceId) ?? null);
        setRead((count) => count + 1);
      }
    } catch {
      // A list is a list without it, and its own requests say what is wrong with the server.
    } finally {
      isBusy.current = false;
    }
  }

  return exchangeOf;
}

/** While a trace grows, what was said when it was smaller stays. */
function exchangeOf(trace: TraceSummary): Exchange | null {
  return kept.get(keyOf(trace)) ?? kept.get(trace.traceId) ?? null;
}

function keyOf(trace: TraceSummary): string {
  return `${trace.traceId} ${trace.spanCount}`;
}

function keep(key: string, exchange: Exchange | null) {
  kept.set(key, exchange);
  if (exchange !== null) kept.set(exchange.traceId, exchange);
  while (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
}
