import { useCallback, useEffect, useRef, useState } from "react";
import type { Page } from "./contract";
import { isAbort } from "./request";

export interface AnswerState<T> {
  /** The newest answer; stays while the next one is asked for. */
  answer: T | null;
  error: Error | null;
  isLoading: boolean;
  retry(): void;
}

/**
 * Asks the server, and again when `key` is another. An answer that comes late, to what is no longer asked, is not
 * shown.
 */
export function useAnswer<T>(key: string, ask: (signal: AbortSignal) => Promise<T>): AnswerState<T> {
  const [state, setState] = useState<{ key: string; answer: T | null; error: Error | null }>({
    key: "",
    answer: null,
    error: null,
  });
  const [asked, setAsked] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asking again means to run this again
  useEffect(() => {
    const controller = new AbortController();
    latest.current(controller.signal).then(
      (answer) => setState({ key, answer, error: null }),
      (error) => {
        if (!isAbort(error)) setState((before) => ({ key, answer: before.answer, error: error as Error }));
      },
    );
    return () => controller.abort();
  }, [key, asked]);

  const retry = useCallback(() => setAsked((count) => count + 1), []);
  return { answer: state.answer, error: state.error, isLoading: state.key !== key, retry };
}

export interface PagesState<T, P extends Page<T>> {
  items: T[];
  /** Every page that was read, the first one first. */
  pages: P[];
  hasMore: boolean;
  error: Error | null;
  isLoading: boolean;
  loadMore(): void;
  retry(): void;
}

/** A list that comes in pages; more of it is read when the reader asks. */
export function usePages<T, P extends Page<T>>(
  key: string,
  ask: (cursor: string | null, signal: AbortSignal) => Promise<P>,
): PagesState<T, P> {
  const first = useAnswer(key, (signal) => ask(null, signal));
  const [more, setMore] = useState<{ of: P | null; pages: P[]; error: Error | null }>({
    of: null,
    pages: [],
    error: null,
  });
  const isBusy = useRef(false);
  const later = more.of === first.answer ? more.pages : [];
  const pages = first.answer === null ? [] : [first.answer, ...later];
  const next = pages.at(-1)?.next ?? null;

  async function loadMore() {
    if (next === null || isBusy.current) return;
    isBusy.current = true;
    const of = first.answer;
    try {
      const page = await ask(next, new AbortController().signal);
      setMore({ of, pages: [...later, page], error: null });
    } catch (error) {
      setMore({ of, pages: later, error: error as Error });
    } finally {
      isBusy.current = false;
    }
  }

  return {
    items: pages.flatMap((page) => page.items),
    pages,
    hasMore: next !== null,
    error: first.error ?? (more.of === first.answer ? more.error : null),
    isLoading: first.isLoading,
    loadMore: () => void loadMore(),
    retry: first.retry,
  };
}
