import { useCallback, useEffect, useRef, useState } from "react";
import type { Trace } from "../api/contract";
import { ApiError, isAbort } from "../api/request";
import { parseTime } from "../format/time";
import { forgetSpans } from "../span/spanCache";
import { readTrace } from "./readTrace";

/** A trace linked from a log line is often asked for before its batch was exported (5 s by default in most SDKs). */
export const askAgainMs = 2_000;
export const giveUpAfterMs = 60_000;

/** A run counts as still going while spans keep coming, or for this long after the newest one ended. */
const quietAfterMs = 30_000;
const followEveryMs = 4_000;
/** Above this, the whole tree is too much to fetch again and again; the reader has a button. */
const followUpToSpans = 5_000;

export type TraceState =
  | { is: "loading" }
  | { is: "missing"; isAskingAgain: boolean }
  | { is: "failed"; error: Error }
  /** While it is partial, only the beginning of a large trace is there, and the rest on its way. */
  | { is: "shown"; trace: Trace; isPartial: boolean; isFollowing: boolean; refreshError: Error | null };

export function useTrace(traceId: string): { state: TraceState; reload(): void } {
  const [state, setState] = useState<TraceState>({ is: "loading" });
  const [asked, setAsked] = useState(0);
  const trace = useRef<Trace | null>(null);
  const reload = useCallback(() => {
    forgetSpans();
    setAsked((count) => count + 1);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asking again means to run this again
  useEffect(() => {
    const controller = new AbortController();
    const beganAt = performance.now();
    let grewAt: number | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (delay: number) => {
      timer = setTimeout(() => {
        if (document.visibilityState === "visible") void ask();
        else again(delay);
      }, delay);
    };

    function showBeginning(beginning: Trace) {
      if (trace.current !== null) return;
      setState({ is: "shown", trace: beginning, isPartial: true, isFollowing: false, refreshError: null });
    }

    async function ask() {
      try {
        const answer = await readTrace(traceId, showBeginning, controller.signal);
        const hasGrown = trace.current !== null && answer.spans.length !== trace.current.spans.length;
        if (hasGrown) grewAt = performance.now();
        // The same object while nothing was added, so that an unchanged tree is not laid out and drawn again.
        if (trace.current === null || hasGrown || !isSameSummary(trace.current, answer)) trace.current = answer;
        const quietMs = grewAt === null ? Number.POSITIVE_INFINITY : performance.now() - grewAt;
        const isFollowing = isStillGoing(trace.current, quietMs, Date.now());
        setState({ is: "shown", trace: trace.current, isPartial: false, isFollowing, refreshError: null });
        if (isFollowing) again(followEveryMs);
      } catch (error) {
        if (isAbort(error)) return;
        if (trace.current !== null) {
          setState({
            is: "shown",
            trace: trace.current,
            isPartial: false,
            isFollowing: false,
            refreshError: error as Error,
          });
        } else if (error instanceof ApiError && error.status === 404) {
          const isAskingAgain = performance.now() - beganAt < giveUpAfterMs;
          setState({ is: "missing", isAskingAgain });
          if (isAskingAgain) again(askAgainMs);
        } else {
          setState({ is: "failed", error: error as Error });
        }
      }
    }

    void ask();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [traceId, asked]);

  return { state, reload };
}

function isStillGoing(trace: Trace, quietMs: number, nowMs: number): boolean {
  if (trace.spans.length > followUpToSpans) return false;
  const endedMs = parseTime(trace.summary.startTime) + trace.summary.durationMs;
  return quietMs < quietAfterMs || nowMs - endedMs < quietAfterMs;
}

/** Prices and scores may come after the last span. */
function isSameSummary(a: Trace, b: Trace): boolean {
  return JSON.stringify(a.summary) === JSON.stringify(b.summary);
}
