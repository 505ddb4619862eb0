import { useState } from "react";
import { getTraceCost } from "../api/calls";
import type { CountedCall, IgnoredSpan, Tokens, Trace, TraceCost } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { ErrorNotice } from "../controls/ErrorNotice";
import { Notice } from "../controls/Notice";
import { formatCost, formatCount, formatShare, plural } from "../format/number";
import { Link } from "../routing/Link";
import { traceUrl } from "../routing/route";
import { tokenParts } from "./tokenParts";
import "./cost.css";

/** Rows drawn at once: a run of thousands of calls is read in parts. */
const rowsAtOnce = 200;

/** Why the totals of the run are what they are: every call with its arithmetic, and every span that was left out. */
export function CostView({ trace }: { trace: Trace }) {
  const { traceId, spanCount } = trace.summary;
  const { answer, error } = useAnswer(`${traceId} ${spanCount}`, (signal) => getTraceCost(traceId, signal));
  if (error !== null) return <ErrorNotice error={error} what="cost" />;
  if (answer === null) return <p className="loading late">Adding up…</p>;
  if (answer.calls.length === 0 && answer.ignored.length === 0) {
    return (
      <Notice title="Nothing here has tokens">
        <p>No model call of this run was traced, or none has arrived yet.</p>
      </Notice>
    );
  }
  return (
    <div className="cost-scroller" data-testid="cost">
      <div className="cost">
        <Totals cost={answer} />
        <Calls cost={answer} traceId={traceId} />
        <Ignored spans={answer.ignored} traceId={traceId} />
      </div>
    </div>
  );
}

function Totals({ cost }: { cost: TraceCost }) {
  const isRepriced = cost.storedCostUsd !== cost.costUsd;
  return (
    <section aria-label="Totals">
      <p className="cost-sum">
        <strong title={cost.costUsd === null ? undefined : `$${cost.costUsd}`}>{formatCost(cost.costUsd)}</strong> for{" "}
        {plural(cost.calls.length, "model call")}
        {cost.unpricedCalls > 0 && (
          <span className="cost-missing">
            , without {plural(cost.unpricedCalls, "call")} that {cost.unpricedCalls === 1 ? "has" : "have"} no price
          </span>
        )}
        .
      </p>
      <p className="dim">
        By the price table {cost.priceTable}, which is in force now.
        {isRepriced &&
          ` Lists show ${formatCost(cost.storedCostUsd)}, by the table of the time${
            cost.storedPriceTable === null ? "" : ` (${cost.storedPriceTable})`
          }, until it is priced anew.`}
      </p>
      <TokenSum tokens={cost.tokens} />
    </section>
  );
}

function TokenSum({ tokens }: { tokens: Tokens | null }) {
  if (tokens === null) return null;
  return (
    <dl className="facts cost-tokens">
      <div>
        <dt>Input tokens</dt>
        <dd>{tokens.input === null ? "—" : formatCount(tokens.input)}</dd>
      </div>
      <div>
        <dt>Output tokens</dt>
        <dd>{tokens.output === null ? "—" : formatCount(tokens.output)}</dd>
      </div>
      {tokenParts(tokens).map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Calls({ cost, traceId }: { cost: TraceCost; traceId: string }) {
  const [shown, setShown] = useState(rowsAtOnce);
  if (cost.calls.length === 0) return null;
  return (
    <section aria-label="Calls that were added up">
      <h2>Added up</h2>
      <table className="cost-table">
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">Model</th>
            <th scope="col" className="number">
              Input
            </th>
            <th scope="col" className="number">
              Output
            </th>
            <th scope="col" className="number">
              Cost
            </th>
            <th scope="col" className="number">
              Share
            </th>
          </tr>
        </thead>
        {cost.calls.slice(0, shown).map((call) => (
          <CallRows key={call.spanId} call={call} traceId={traceId} sum={cost.costUsd} />
        ))}
      </table>
      {cost.calls.length > shown && (
        <button type="button" onClick={() => setShown((count) => count + rowsAtOnce)}>
          Show {plural(Math.min(rowsAtOnce, cost.calls.length - shown), "more call")}
        </button>
      )}
    </section>
  );
}

function CallRows({ call, traceId, sum }: { call: CountedCall; traceId: string; sum: number | null }) {
  const parts = call.tokens === null ? [] : tokenParts(call.tokens);
  return (
    <tbody data-testid="cost-call">
      <tr>
        <th scope="row">
          <Link href={traceUrl(traceId, call.spanId)}>{call.name}</Link>
        </th>
        <td>
          {call.model ?? <span className="dim">none named</span>}
          {call.provider !== null && <span className="dim"> {call.provider}</span>}
        </td>
        <TokenCell count={call.tokens?.input ?? null} />
        <TokenCell count={call.tokens?.output ?? null} />
        <td className="number" title={call.costUsd === null ? undefined : `$${call.costUsd}`}>
          {call.costUsd === null ? <span className="cost-missing">unpriced</span> : formatCost(call.costUsd)}
        </td>
        <td className="number">{call.costUsd === null || sum === null ? "—" : formatShare(call.costUsd, sum)}</td>
      </tr>
      <tr className="cost-why">
        <td colSpan={6}>
          {parts.length > 0 && (
            <p>of them {parts.map(([name, count]) => `${formatCount(count)} ${name.toLowerCase()}`).join(", ")}</p>
          )}
          {call.explain.map((line) => (
            <p key={line.field}>
              {line.field !== "costUsd" && <span className="mono">{line.field} </span>}
              {line.because}
            </p>
          ))}
        </td>
      </tr>
    </tbody>
  );
}

function Ignored({ spans, traceId }: { spans: IgnoredSpan[]; traceId: string }) {
  const [shown, setShown] = useState(rowsAtOnce);
  if (spans.length === 0) return null;
  return (
    <section aria-label="Spans that were left out">
      <h2>Left out</h2>
      <p className="dim">They report tokens too. To add them would count the same tokens twice.</p>
      <table className="cost-table">
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col">Kind</th>
            <th scope="col" className="number">
              Input
            </th>
            <th scope="col" className="number">
              Output
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {spans.slice(0, shown).map((span) => (
            <tr key={span.spanId} data-testid="cost-ignored">
              <th scope="row">
                <Link href={traceUrl(traceId, span.spanId)}>{span.name}</Link>
              </th>
              <td>{span.kind}</td>
              <TokenCell count={span.tokens?.input ?? null} />
              <TokenCell count={span.tokens?.output ?? null} />
              <td>{span.because}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {spans.length > shown && (
        <button type="button" onClick={() => setShown((count) => count + rowsAtOnce)}>
          Show {plural(Math.min(rowsAtOnce, spans.length - shown), "more span")}
        </button>
      )}
    </section>
  );
}

function TokenCell({ count }: { count: number | null }) {
  return <td className="number">{count === null ? "—" : formatCount(count)}</td>;
}
