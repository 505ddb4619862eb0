import { useEffect, useState } from "react";
import { getFindings } from "../api/calls";
import type { FindingPage, Trace } from "../api/contract";
import { isAbort } from "../api/request";

export interface FindingsState {
  page: FindingPage | null;
  error: Error | null;
}

const none: FindingsState = { page: null, error: null };

/** What the rules found in a trace. A run that is known to have nothing is not asked about. */
export function useFindings(trace: Trace): FindingsState {
  const [state, setState] = useState(none);
  const count = trace.findings === null ? null : trace.findings.error + trace.findings.warning + trace.findings.info;
  const { traceId } = trace.summary;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a trace that has grown is another object, and may have other findings
  useEffect(() => {
    if (count === 0) {
      setState(none);
      return;
    }
    const controller = new AbortController();
    getFindings(traceId, controller.signal).then(
      (page) => setState({ page, error: null }),
      (error) => {
        if (!isAbort(error)) setState({ page: null, error: error as Error });
      },
    );
    return () => controller.abort();
  }, [trace, traceId, count]);

  return state;
}
