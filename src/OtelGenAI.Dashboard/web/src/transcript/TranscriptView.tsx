import { useState } from "react";
import type { Trace } from "../api/contract";
import { ErrorNotice } from "../controls/ErrorNotice";
import { Notice } from "../controls/Notice";
import { formatCount, plural } from "../format/number";
import { TurnView } from "./TurnView";
import { useTranscript } from "./useTranscript";
import "./transcript.css";

/** Turns drawn at once: a run of thousands is read in parts. */
const turnsAtOnce = 100;

/** The whole run as a conversation with only what is new in each turn. */
export function TranscriptView({ trace }: { trace: Trace }) {
  const { transcript, error } = useTranscript(trace);
  const [shown, setShown] = useState(turnsAtOnce);
  if (error !== null) return <ErrorNotice error={error} what="transcript" />;
  if (transcript === null) return <p className="loading late">Reading the run…</p>;
  const { turns } = transcript;
  if (turns.length === 0) {
    return (
      <Notice title="Nobody says anything in this run">
        <p>No model call, tool or retrieval of it was traced, or none has arrived yet.</p>
      </Notice>
    );
  }
  return (
    <div className="transcript-scroller">
      <ol className="transcript" data-testid="transcript">
        {transcript.missingTurns > 0 && (
          <li className="transcript-note" role="note">
            {transcript.missingTurns === turns.length
              ? "No"
              : `${formatCount(transcript.missingTurns)} of ${plural(turns.length, "turn")} have no`}{" "}
            content: it was not captured. In .NET, CaptureContent turns it on; elsewhere
            OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT.
          </li>
        )}
        {transcript.cutOffTurns > 0 && (
          <li className="transcript-note" role="note">
            {plural(transcript.cutOffTurns, "turn")} {transcript.cutOffTurns === 1 ? "was" : "were"} cut off by a length
            limit of the client; what came before the cut is shown.
          </li>
        )}
        {!transcript.isWhole && (
          <li className="transcript-note" role="note">
            The trace is too large to be read whole: the content of its later spans is missing here.
          </li>
        )}
        {turns.slice(0, shown).map((turn, index) => (
          <TurnView
            key={turn.spanId}
            turn={turn}
            traceId={transcript.traceId}
            isOtherAgent={turn.agent !== (turns[index - 1]?.agent ?? "")}
          />
        ))}
        {turns.length > shown && (
          <li>
            <button type="button" onClick={() => setShown((count) => count + turnsAtOnce)}>
              Show {plural(Math.min(turnsAtOnce, turns.length - shown), "more turn")}
            </button>
          </li>
        )}
      </ol>
    </div>
  );
}
