import { type FormEvent, useState } from "react";
import { getTraces } from "../api/calls";
import type { Trace } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { term } from "../query/terms";
import { allTime } from "../range/timeRange";
import { navigate } from "../routing/navigation";
import { asTraceId, compareUrl } from "../routing/route";
import { TraceLines } from "../traces/TraceLines";

interface Props {
  left: string | null;
  right: string | null;
  /** The one that is there already. */
  known: Trace | null;
}

/** Chooses the other trace: by its id, or from the newest of the same name. */
export function ChooseTrace({ left, right, known }: Props) {
  const [text, setText] = useState("");
  const name = known?.summary.name ?? "";
  const { answer } = useAnswer(name, (signal) =>
    getTraces(name === "" ? "" : term("name", name), allTime, null, signal),
  );
  const others = (answer?.items ?? []).filter((trace) => trace.traceId !== known?.summary.traceId);
  const urlWith = (traceId: string) => (left === null ? compareUrl(traceId, right) : compareUrl(left, traceId));

  function submit(event: FormEvent) {
    event.preventDefault();
    const traceId = asTraceId(text);
    if (traceId !== null) navigate(urlWith(traceId));
  }

  return (
    <>
      <form className="choose-trace" onSubmit={submit}>
        <label className="labelled">
          {known === null ? "Trace id" : `Compare ${name === "" ? "it" : name} with`}
          <input
            type="text"
            className="mono"
            size={34}
            placeholder="id of a trace, 32 digits"
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <button type="submit" disabled={asTraceId(text) === null}>
          Compare
        </button>
      </form>
      {others.length > 0 && (
        <>
          <p className="list-about">
            {name === "" ? "Or one of the newest:" : "Or one of the newest of the same name:"}
          </p>
          <TraceLines label="Traces to compare with" traces={others} hrefOf={(trace) => urlWith(trace.traceId)} />
        </>
      )}
    </>
  );
}
