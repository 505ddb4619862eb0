import { useEffect, useState } from "react";
import { getTranscript } from "../api/calls";
import type { Trace, Transcript } from "../api/contract";
import { isAbort } from "../api/request";

/** The run as a conversation; asked for again when the trace has grown. */
export function useTranscript(trace: Trace): { transcript: Transcript | null; error: Error | null } {
  const [state, setState] = useState<{ transcript: Transcript | null; error: Error | null }>({
    transcript: null,
    error: null,
  });
  const { traceId } = trace.summary;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a trace that has grown is another object
  useEffect(() => {
    const controller = new AbortController();
    getTranscript(traceId, controller.signal).then(
      (transcript) => setState({ transcript, error: null }),
      (error) => {
        if (!isAbort(error)) setState({ transcript: null, error: error as Error });
      },
    );
    return () => controller.abort();
  }, [trace, traceId]);

  return state;
}
