import { useEffect } from "react";
import { ErrorNotice } from "../controls/ErrorNotice";
import { Notice } from "../controls/Notice";
import { TopBar } from "../controls/TopBar";
import type { TraceView as View } from "../routing/route";
import { SearchBox } from "../traces/SearchBox";
import { TraceView } from "./TraceView";
import { useTrace } from "./useTrace";

interface Props {
  traceId: string;
  /** The span of the address, null when it names only the trace. */
  spanId: string | null;
  view: View;
}

export function TracePage({ traceId, spanId, view }: Props) {
  const { state, reload } = useTrace(traceId);
  const name = state.is === "shown" ? state.trace.summary.name : `Trace ${traceId.slice(0, 8)}`;

  useEffect(() => {
    document.title = `${name} · OtelGenAI`;
  }, [name]);

  return (
    <div className="page">
      <TopBar>
        <SearchBox query="" />
      </TopBar>
      {state.is === "loading" && <p className="loading">Loading trace {traceId}…</p>}
      {state.is === "missing" && (
        <MissingTrace traceId={traceId} isAskingAgain={state.isAskingAgain} onRetry={reload} />
      )}
      {state.is === "failed" && <ErrorNotice error={state.error} what={`trace ${traceId}`} onRetry={reload} />}
      {state.is === "shown" && (
        <TraceView
          // What was chosen for the reader of the beginning is chosen again of the whole.
          key={state.isPartial ? "beginning" : "whole"}
          trace={state.trace}
          isPartial={state.isPartial}
          spanId={spanId}
          view={view}
          isFollowing={state.isFollowing}
          refreshError={state.refreshError}
          onReload={reload}
        />
      )}
    </div>
  );
}

function MissingTrace({
  traceId,
  isAskingAgain,
  onRetry,
}: {
  traceId: string;
  isAskingAgain: boolean;
  onRetry(): void;
}) {
  return (
    <Notice title="This trace is not here">
      <p className="mono">{traceId}</p>
      <p>
        It may not have arrived yet: applications send spans in batches, some seconds after they end. It may also belong
        to another collector, have been sampled out, or be older than what is kept.
      </p>
      {isAskingAgain ? (
        <p className="dim">Looking again every two seconds…</p>
      ) : (
        <button type="button" onClick={onRetry}>
          Look again
        </button>
      )}
    </Notice>
  );
}
