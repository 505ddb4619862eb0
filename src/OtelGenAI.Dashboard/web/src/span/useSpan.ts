import { useCallback, useEffect, useState } from "react";
import type { SpanDetail } from "../api/contract";
import { isAbort } from "../api/request";
import { getCachedSpan, peekSpan } from "./spanCache";

/** Arrow keys held down pass over spans faster than this; only where they rest is the server asked. */
const restMs = 60;

export interface SpanState {
  detail: SpanDetail | null;
  error: Error | null;
  retry(): void;
}

export function useSpan(traceId: string, spanId: string): SpanState {
  const [detail, setDetail] = useState(() => peekSpan(traceId, spanId));
  const [error, setError] = useState<Error | null>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt means to run this again
  useEffect(() => {
    const controller = new AbortController();
    setError(null);
    const timer = setTimeout(() => {
      getCachedSpan(traceId, spanId, controller.signal).then(setDetail, (reason: unknown) => {
        if (!isAbort(reason)) setError(reason as Error);
      });
    }, restMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [traceId, spanId, attempt]);

  return { detail, error, retry };
}
