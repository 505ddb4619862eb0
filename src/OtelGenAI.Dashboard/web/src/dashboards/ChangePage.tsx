import { useState } from "react";
import type { CostChange, CostPeriod } from "../api/contract";
import { getCostChange } from "../api/costChange";
import { useAnswer } from "../api/useAnswer";
import { ErrorNotice } from "../controls/ErrorNotice";
import { Fact } from "../controls/Fact";
import { Notice } from "../controls/Notice";
import { formatCost, formatCount, formatShare, plural } from "../format/number";
import { formatMinute, parseTime } from "../format/time";
import { term } from "../query/terms";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { changeUrl, dashboardUrl, tracesUrl } from "../routing/route";
import { ListPage } from "../table/ListPage";
import { causes, figuresOf, mainCause, ranked, titleOf } from "./causes";
import { type Baseline, periodBefore, periodOf } from "./periods";
import "./dashboards.css";

/** Two periods, and which cause fits the difference of their costs, with the numbers. */
export function ChangePage({ range }: { range: TimeRange }) {
  const [baseline, setBaseline] = useState<Baseline>("previous");
  const { answer, error, retry } = useAnswer(`${baseline} ${rangeKey(range)}`, (signal) => {
    const after = periodOf(range, Date.now());
    return getCostChange(periodBefore(after, baseline), after, signal);
  });
  return (
    <ListPage
      title="What changed the cost"
      about="Two periods of the same length. The causes add up to the difference of their costs."
      range={range}
      urlOf={changeUrl}
      controls={
        <>
          <Link className="button" href={dashboardUrl("model", range)}>
            Charts
          </Link>
          <label className="labelled">
            <span className="dim">Compared with</span>
            <select value={baseline} onChange={(event) => setBaseline(event.target.value as Baseline)}>
              <option value="previous">the time right before</option>
              <option value="week">the same days a week before</option>
            </select>
          </label>
        </>
      }
    >
      {error !== null && <ErrorNotice error={error} what="costs" onRetry={retry} />}
      {error === null && answer === null && <p className="loading late">Adding up…</p>}
      {answer !== null && error === null && <Change change={answer} />}
    </ListPage>
  );
}

function Change({ change }: { change: CostChange }) {
  const { before, after, changeUsd } = change;
  if (before.calls === 0 && after.calls === 0) {
    return (
      <Notice title="No model calls">
        <p>Neither of the two periods has one.</p>
      </Notice>
    );
  }
  return (
    <>
      <dl className="facts tiles">
        <Fact name={`Before: ${periodText(before)}`}>
          {formatCost(before.costUsd)} <PeriodNote period={before} />
        </Fact>
        <Fact name={`Now: ${periodText(after)}`}>
          <Link href={tracesUrl("", { is: "between", from: after.from, to: after.to })}>
            {formatCost(after.costUsd)}
          </Link>{" "}
          <PeriodNote period={after} />
        </Fact>
        <Fact name="Difference">
          {signed(changeUsd)}
          {before.costUsd > 0 && <span className="dim"> {percentText(changeUsd / before.costUsd)}</span>}
        </Fact>
      </dl>
      <Verdict change={change} />
      <Causes change={change} />
      <Users change={change} />
      <Tools change={change} />
      {!change.isComplete && (
        <p className="list-about">
          There are too many traces to look at all of them; users and traces are those of the newest.
        </p>
      )}
    </>
  );
}

/** The answer in a sentence. */
function Verdict({ change }: { change: CostChange }) {
  const main = mainCause(change.causes, change.changeUsd);
  if (main === null) return <p className="verdict">The cost has not changed.</p>;
  const figures = figuresOf(main);
  return (
    <p className="verdict" data-testid="verdict" data-cause={main.cause}>
      <strong>{titleOf(main)}</strong>
      {figures !== "" && `: ${figures}`}, which is {signed(main.effectUsd)} of {signed(change.changeUsd)}.{" "}
      {main.effectUsd > 0 && causes[main.cause].remedy}
    </p>
  );
}

function Causes({ change }: { change: CostChange }) {
  const shown = ranked(change.causes, change.changeUsd);
  const largest = Math.max(...shown.map((cause) => Math.abs(cause.effectUsd)), 0);
  return (
    <ol className="causes" aria-label="Causes">
      {shown.map((cause) => (
        <li key={cause.cause} data-testid="cause" data-cause={cause.cause}>
          <span title={causes[cause.cause].remedy}>{titleOf(cause)}</span>
          <span className="cause-bar" data-dearer={cause.effectUsd > 0} aria-hidden="true">
            <span style={{ width: `${(Math.abs(cause.effectUsd) / largest) * 50}%` }} />
          </span>
          <span className="number">{signed(cause.effectUsd)}</span>
          <span className="dim">{figuresOf(cause)}</span>
        </li>
      ))}
    </ol>
  );
}

function Users({ change }: { change: CostChange }) {
  const users = change.users.filter((user) => user.afterUsd !== user.beforeUsd);
  if (users.length === 0) return null;
  return (
    <section className="by-cut" aria-labelledby="by-user">
      <h2 id="by-user">The same difference by user</h2>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col" className="number">
              Before
            </th>
            <th scope="col" className="number">
              Now
            </th>
            <th scope="col" className="number">
              Difference
            </th>
            <th scope="col" className="number needs-medium">
              Of the whole
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.userId}>
              <th scope="row">
                <Link
                  href={tracesUrl(term("user", user.userId), {
                    is: "between",
                    from: change.after.from,
                    to: change.after.to,
                  })}
                >
                  {user.userId}
                </Link>
              </th>
              <td className="number">{formatCost(user.beforeUsd)}</td>
              <td className="number">{formatCost(user.afterUsd)}</td>
              <td className="number">{signed(user.afterUsd - user.beforeUsd)}</td>
              <td className="number needs-medium">
                {change.changeUsd === 0 ? "—" : percentText((user.afterUsd - user.beforeUsd) / change.changeUsd)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Tools({ change }: { change: CostChange }) {
  const worse = change.tools.filter((tool) => tool.afterErrors > tool.beforeErrors);
  if (worse.length === 0) return null;
  return (
    <section className="by-cut" aria-labelledby="by-tool">
      <h2 id="by-tool">Tools that fail more often</h2>
      <ul>
        {worse.map((tool) => (
          <li key={tool.tool}>
            <Link
              href={tracesUrl(`has(kind:tool ${term("tool", tool.tool)} error:true)`, {
                is: "between",
                from: change.after.from,
                to: change.after.to,
              })}
            >
              {tool.tool}
            </Link>{" "}
            failed {formatCount(tool.beforeErrors)} of {plural(tool.beforeRuns, "run")} before (
            {formatShare(tool.beforeErrors, tool.beforeRuns)}), {formatCount(tool.afterErrors)} of{" "}
            {plural(tool.afterRuns, "run")} now ({formatShare(tool.afterErrors, tool.afterRuns)}).
          </li>
        ))}
      </ul>
    </section>
  );
}

function PeriodNote({ period }: { period: CostPeriod }) {
  return (
    <span className="dim period-note">
      {plural(period.traces, "trace")}, {plural(period.calls, "call")}
      {period.unpricedCalls > 0 && `, ${formatCount(period.unpricedCalls)} without a price`}
    </span>
  );
}

function periodText({ from, to }: CostPeriod): string {
  return `${formatMinute(parseTime(from))} to ${formatMinute(parseTime(to))}`;
}

function signed(usd: number): string {
  return usd < 0 ? `−${formatCost(-usd)}` : `+${formatCost(usd)}`;
}

function percentText(share: number): string {
  return `${share < 0 ? "−" : "+"}${Math.round(Math.abs(share) * 100)} %`;
}
