import { useState } from "react";
import { setPinned } from "../api/calls";
import type { TraceSummary } from "../api/contract";

/** Keeps the trace from being dropped with its day. */
export function PinButton({ summary, onChange }: { summary: TraceSummary; onChange(): void }) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function toggle() {
    setIsBusy(true);
    setProblem(null);
    try {
      await setPinned(summary.traceId, !summary.pinned);
      onChange();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <>
      {problem !== null && (
        <span className="error-text" role="alert">
          {problem}
        </span>
      )}
      <button
        type="button"
        className="quiet"
        aria-pressed={summary.pinned}
        disabled={isBusy}
        onClick={toggle}
        title={
          summary.pinned
            ? "Retention leaves this trace alone. Click to let it expire with its day."
            : "Keep this trace, whatever retention says"
        }
      >
        {summary.pinned ? "Pinned" : "Pin"}
      </button>
    </>
  );
}
