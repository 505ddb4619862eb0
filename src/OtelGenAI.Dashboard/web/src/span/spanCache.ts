import { getSpan } from "../api/calls";
import type { SpanDetail } from "../api/contract";

/** Spans read lately, oldest first. A few, because one span can hold megabytes of conversation. */
const kept = new Map<string, SpanDetail>();
const keptSpans = 40;

/** Spans on their way: two parts of a page that want the same one wait for one answer. */
const asked = new Map<string, Request>();

interface Request {
  answer: Promise<SpanDetail>;
  controller: AbortController;
  waiting: number;
}

export async function getCachedSpan(traceId: string, spanId: string, signal?: AbortSignal): Promise<SpanDetail> {
  const key = `${traceId}/${spanId}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  signal?.throwIfAborted();
  const request = asked.get(key) ?? ask(key, traceId, spanId);
  request.waiting++;
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => {
      leave(key, request);
      reject(signal.reason);
    });
    request.answer.then(resolve, reject);
  });
}

export function peekSpan(traceId: string, spanId: string): SpanDetail | null {
  return kept.get(`${traceId}/${spanId}`) ?? null;
}

/** After a reload: scores and log records may have been added to spans since. */
export function forgetSpans(): void {
  kept.clear();
  asked.clear();
}

function ask(key: string, traceId: string, spanId: string): Request {
  const controller = new AbortController();
  const request = { answer: getSpan(traceId, spanId, controller.signal), controller, waiting: 0 };
  asked.set(key, request);
  request.answer.then(
    (span) => {
      if (asked.get(key) !== request) return;
      asked.delete(key);
      kept.set(key, span);
      const oldest = kept.keys().next();
      if (kept.size > keptSpans && !oldest.done) kept.delete(oldest.value);
    },
    () => {
      if (asked.get(key) === request) asked.delete(key);
    },
  );
  return request;
}

/** Whoever is drawn anew leaves and comes back at once; only when nobody is left is the server told to stop. */
function leave(key: string, request: Request): void {
  request.waiting--;
  setTimeout(() => {
    if (request.waiting > 0) return;
    if (asked.get(key) === request) asked.delete(key);
    request.controller.abort();
  });
}
