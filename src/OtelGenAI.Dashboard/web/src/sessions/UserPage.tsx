import { useState } from "react";
import type { TracePage, TraceSummary } from "../api/contract";
import { getTracesOf, getUser } from "../api/usage";
import { useAnswer, usePages } from "../api/useAnswer";
import { ErrorNotice } from "../controls/ErrorNotice";
import { Fact } from "../controls/Fact";
import { plural } from "../format/number";
import { formatDay } from "../format/time";
import { term } from "../query/terms";
import { navigate } from "../routing/navigation";
import { tracesUrl } from "../routing/route";
import { ListPage } from "../table/ListPage";
import { MoreButton } from "../table/ListState";
import { TraceLines } from "../traces/TraceLines";
import { BarStrip } from "./BarStrip";
import { GroupFacts } from "./GroupFacts";
import { byDay, type Day, usual } from "./history";
import { MeasureSwitch } from "./MeasureSwitch";
import { inWords, type Measure } from "./measures";

/** One user: sums, what each day took beside what is usual for them, and their traces. */
export function UserPage({ id }: { id: string }) {
  const { answer, error, retry } = useAnswer(id, (signal) => getUser(id, signal));
  return (
    <ListPage title={`User ${id}`}>
      {error !== null && <ErrorNotice error={error} what={`user ${id}`} onRetry={retry} />}
      {error === null && answer === null && <p className="loading late">Loading user {id}…</p>}
      {answer !== null && (
        <>
          <GroupFacts group={answer.summary} />
          <History id={id} />
        </>
      )}
    </ListPage>
  );
}

function History({ id }: { id: string }) {
  const [measure, setMeasure] = useState<Measure>("cost");
  const list = usePages<TraceSummary, TracePage>(id, (cursor, signal) =>
    getTracesOf({ user: id }, cursor, signal, 1_000),
  );
  if (list.error !== null) return <ErrorNotice error={list.error} what="traces" onRetry={list.retry} />;
  if (list.items.length === 0) return <p className="loading late">Loading traces…</p>;
  const days = byDay(list.items, measure);
  return (
    <>
      <div className="strip-frame">
        <MeasureSwitch measure={measure} onChange={setMeasure} />
        <Baseline days={days} measure={measure} />
        <BarStrip
          label={`${plural(days.length, "day")}, oldest first`}
          bars={days.map((day) => ({
            key: String(day.startMs),
            value: day.traces === 0 ? 0 : day.sum,
            label: `${formatDay(day.startMs)}: ${plural(day.traces, "trace")}, ${inWords(day.traces === 0 ? 0 : day.sum, measure)}${day.failed > 0 ? `, ${plural(day.failed, "trace")} failed` : ""}`,
            isBad: day.failed > 0,
            onOpen: () => navigate(urlOfDay(id, day)),
          }))}
        />
      </div>
      <TraceLines label={`Traces of ${id}`} traces={list.items} />
      <MoreButton hasMore={list.hasMore} onMore={list.loadMore} what="traces" />
    </>
  );
}

/** The last day beside the days before it. */
function Baseline({ days, measure }: { days: Day[]; measure: Measure }) {
  const last = days.at(-1);
  const median = usual(days);
  if (last === undefined || median === null) return null;
  const sum = last.sum ?? 0;
  return (
    <dl className="facts">
      <Fact name={formatDay(last.startMs)}>{inWords(sum, measure)}</Fact>
      <Fact name="Usual day" title={`The median of the ${plural(days.length - 1, "day")} before it`}>
        {inWords(median, measure)}
      </Fact>
      {median > 0 && <Fact name="Beside it">{(sum / median).toFixed(1)} ×</Fact>}
    </dl>
  );
}

function urlOfDay(id: string, day: Day): string {
  const from = new Date(day.startMs).toISOString();
  const to = new Date(day.startMs + 86_400_000).toISOString();
  return tracesUrl(term("user", id), { is: "between", from, to });
}
