import { useRef } from "react";
import { getTranscript } from "../api/calls";
import type { TraceSummary, Transcript } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { ErrorNotice } from "../controls/ErrorNotice";
import { useSeen } from "../controls/useSeen";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, formatCount, plural } from "../format/number";
import { formatSecond, parseTime } from "../format/time";
import { Link } from "../routing/Link";
import { traceUrl, transcriptUrl } from "../routing/route";
import { MessageView } from "../span/MessageView";
import type { ToolCallPairs } from "../span/toolCallPairs";
import { newestExchange } from "./exchange";

/** Calls and their results are in the transcript; here nothing refers to another place. */
const noPairs: ToolCallPairs = new Map();

interface Props {
  trace: TraceSummary;
  /** From 1, the first turn of the conversation. */
  number: number;
}

/** A trace as a turn of its conversation: what was asked and what came back, read when it comes into view. */
export function SessionTurn({ trace, number }: Props) {
  const element = useRef<HTMLLIElement>(null);
  const isSeen = useSeen(element);
  const figures = [
    formatSecond(parseTime(trace.startTime)),
    formatDuration(trace.durationMs),
    `${formatCompact(trace.inputTokens)} → ${formatCompact(trace.outputTokens)} tokens`,
    formatCost(trace.costUsd),
    trace.models.join(", "),
  ].filter((text) => text !== "");
  return (
    <li
      ref={element}
      className="session-turn"
      id={`turn-${trace.traceId}`}
      data-testid="session-turn"
      data-trace-id={trace.traceId}
      tabIndex={-1}
    >
      <h2>
        <span className="dim">{formatCount(number)}</span>{" "}
        <Link href={traceUrl(trace.traceId)}>{trace.name === "" ? trace.traceId : trace.name}</Link>
        {trace.errorCount > 0 && <span className="error-chip">{plural(trace.errorCount, "error")}</span>}
      </h2>
      <p className="dim">{figures.join(" · ")}</p>
      {isSeen ? <Exchange traceId={trace.traceId} /> : <div className="turn-place" />}
    </li>
  );
}

function Exchange({ traceId }: { traceId: string }) {
  const { answer, error, retry } = useAnswer(traceId, (signal) => getTranscript(traceId, signal));
  if (error !== null) return <ErrorNotice error={error} what="conversation" onRetry={retry} isCompact />;
  if (answer === null) return <div className="turn-place" />;
  return <Said transcript={answer} />;
}

function Said({ transcript }: { transcript: Transcript }) {
  const { asked, answered, between } = newestExchange(transcript);
  if (asked === null && answered === null) {
    return (
      <p className="turn-note dim">
        What was said was not captured. In .NET, CaptureContent of AddGenAIInstrumentation turns it on; elsewhere
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT.
      </p>
    );
  }
  return (
    <>
      {asked !== null && <MessageView message={asked} pairs={noPairs} isOutput={false} />}
      {between > 0 && (
        <p className="turn-note">
          <Link href={transcriptUrl(transcript.traceId)}>{plural(between, "step")} in between</Link>
        </p>
      )}
      {answered !== null ? (
        <MessageView message={answered} pairs={noPairs} isOutput />
      ) : (
        <p className="turn-note error-text">There was no answer.</p>
      )}
    </>
  );
}
