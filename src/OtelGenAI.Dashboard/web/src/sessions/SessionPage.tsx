import { useState } from "react";
import type { TraceSummary } from "../api/contract";
import { getSession, getTracesOf } from "../api/usage";
import { useAnswer } from "../api/useAnswer";
import { ErrorNotice } from "../controls/ErrorNotice";
import { formatCount, plural } from "../format/number";
import { formatSecond, parseTime } from "../format/time";
import { ListPage } from "../table/ListPage";
import { BarStrip } from "./BarStrip";
import { GroupFacts } from "./GroupFacts";
import { MeasureSwitch } from "./MeasureSwitch";
import { inWords, type Measure, measured } from "./measures";
import { SessionTurn } from "./SessionTurn";

/** One conversation across traces: what each took as a strip of bars, then what was said, turn by turn. */
export function SessionPage({ id }: { id: string }) {
  const { answer, error, retry } = useAnswer(id, (signal) => getSession(id, signal));
  const [measure, setMeasure] = useState<Measure>("duration");
  const [older, setOlder] = useState<{ traces: TraceSummary[]; next: string | null } | null>(null);
  const [olderError, setOlderError] = useState<Error | null>(null);

  const newestFirst = [...(answer?.traces ?? []), ...(older?.traces ?? [])];
  const turns = newestFirst.toReversed();
  const next = older === null ? (answer?.next ?? null) : older.next;
  const missing = (answer?.summary.traceCount ?? 0) - turns.length;

  async function readOlder() {
    try {
      const page = await getTracesOf({ session: id }, next, new AbortController().signal);
      setOlder({ traces: [...(older?.traces ?? []), ...page.items], next: page.next });
      setOlderError(null);
    } catch (reason) {
      setOlderError(reason as Error);
    }
  }

  return (
    <ListPage title={`Session ${id}`}>
      {error !== null && <ErrorNotice error={error} what={`session ${id}`} onRetry={retry} />}
      {error === null && answer === null && <p className="loading late">Loading session {id}…</p>}
      {answer !== null && (
        <>
          <GroupFacts group={answer.summary} />
          <div className="strip-frame">
            <MeasureSwitch measure={measure} onChange={setMeasure} />
            <BarStrip
              label={`${plural(turns.length, "turn")}, oldest first`}
              bars={turns.map((trace, index) => ({
                key: trace.traceId,
                value: measured(trace, measure),
                label: `Turn ${formatCount(missing + index + 1)}, ${formatSecond(parseTime(trace.startTime))}: ${inWords(measured(trace, measure), measure)}${trace.errorCount > 0 ? ", failed" : ""}`,
                isBad: trace.errorCount > 0,
                onOpen: () => showTurn(trace.traceId),
              }))}
            />
          </div>
          {olderError !== null && <ErrorNotice error={olderError} what="earlier turns" isCompact />}
          {next !== null && (
            <p className="list-more">
              <button type="button" onClick={() => void readOlder()}>
                Show earlier turns ({formatCount(missing)} more)
              </button>
            </p>
          )}
          <ol className="session-turns">
            {turns.map((trace, index) => (
              <SessionTurn key={trace.traceId} trace={trace} number={missing + index + 1} />
            ))}
          </ol>
        </>
      )}
    </ListPage>
  );
}

function showTurn(traceId: string) {
  const turn = document.getElementById(`turn-${traceId}`);
  turn?.scrollIntoView({ block: "start", behavior: "instant" });
  turn?.focus({ preventScroll: true });
}
