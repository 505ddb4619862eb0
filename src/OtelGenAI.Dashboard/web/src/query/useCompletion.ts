import { useCallback, useEffect, useRef, useState } from "react";
import { getCompletion } from "../api/calls";
import type { Completion } from "../api/contract";

/** A pause this long in typing is a question; a letter in the middle of a word is none. */
const restMs = 120;

const none: Completion = { start: 0, length: 0, items: [] };

export interface CompletionState {
  completion: Completion;
  /** Asks what could stand at a place of the query, when the typing rests. */
  ask(query: string, at: number): void;
  /** Forgets what was suggested. */
  close(): void;
}

/** Suggestions for a query while it is typed. Without any, for whatever reason, one types on. */
export function useCompletion(): CompletionState {
  const [completion, setCompletion] = useState(none);
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; controller: AbortController } | null>(null);

  const stop = useCallback(() => {
    if (pending.current === null) return;
    clearTimeout(pending.current.timer);
    pending.current.controller.abort();
    pending.current = null;
  }, []);

  useEffect(() => stop, [stop]);

  const close = useCallback(() => {
    stop();
    setCompletion(none);
  }, [stop]);

  const ask = useCallback(
    (query: string, at: number) => {
      stop();
      const controller = new AbortController();
      const timer = setTimeout(() => {
        getCompletion(query, at, controller.signal).then(setCompletion, () => {
          if (!controller.signal.aborted) setCompletion(none);
        });
      }, restMs);
      pending.current = { timer, controller };
    },
    [stop],
  );

  return { completion, ask, close };
}
