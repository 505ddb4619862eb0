import { useMemo, useState } from "react";
import { getAggregate } from "../api/aggregate";
import type { UsageGroup } from "../api/contract";
import { getAllUsage } from "../api/usage";
import { useAnswer } from "../api/useAnswer";
import { LineChart } from "../charts/LineChart";
import { palette, useColours } from "../charts/useColours";
import { Fact } from "../controls/Fact";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, formatCount, formatShare, plural } from "../format/number";
import { every, termOf } from "../query/terms";
import { hourMs, rangeKey, type TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { navigate } from "../routing/navigation";
import { changeUrl, dashboardUrl, type Split, splits, tracesUrl } from "../routing/route";
import { ListPage } from "../table/ListPage";
import { ListState } from "../table/ListState";
import { Ranking } from "./Ranking";
import * as figures from "./series";
import "./dashboards.css";

/** Up to here a point is an hour; a day is one beyond, or a month would have seven hundred. */
const hourlyUpTo = 72;

/** Whose latency and errors are shown: mixing model calls with the agents around them would say nothing of either. */
const kindOf: Partial<Record<Split, string>> = { tool: "tool", agent: "agent" };
const kindTitles: Record<string, string> = { llm: "of model calls", tool: "of tool runs", agent: "of agent runs" };

const countTitles: Record<string, string> = { llm: "Model calls", tool: "Tool runs", agent: "Agent runs" };

const splitTitles: Record<Split, string> = {
  all: "Nothing",
  model: "Model",
  provider: "Provider",
  service: "Service",
  environment: "Environment",
  agent: "Agent",
  tool: "Tool",
  user: "User",
  session: "Session",
  release: "Release",
};

interface Props {
  by: Split;
  range: TimeRange;
}

/** Cost, tokens, latency, errors and cache hits over time, told apart by what the reader wants to know. */
export function DashboardPage({ by, range }: Props) {
  return (
    <ListPage
      title="Dashboard"
      range={range}
      urlOf={(chosen) => dashboardUrl(by, chosen)}
      controls={
        <>
          <label className="labelled">
            <span className="dim">Told apart by</span>
            <select value={by} onChange={(event) => navigate(dashboardUrl(event.target.value as Split, range))}>
              {splits.map((split) => (
                <option key={split} value={split}>
                  {splitTitles[split]}
                </option>
              ))}
            </select>
          </label>
          <Link className="button" href={changeUrl()}>
            What changed the cost?
          </Link>
        </>
      }
    >
      <Charts by={by} range={range} />
    </ListPage>
  );
}

function Charts({ by, range }: Props) {
  const isDaily = range.is === "last" ? range.hours > hourlyUpTo : range.is === "all" || lengthOf(range) > hourlyUpTo;
  const kind = kindOf[by] ?? "llm";
  const { answer, error, isLoading, retry } = useAnswer(`${by} ${rangeKey(range)}`, (signal) =>
    read(by, kind, isDaily ? "day" : "hour", range, signal),
  );
  return (
    <ListState
      what="figures"
      error={error}
      isLoading={isLoading}
      count={answer?.all.length ?? 0}
      empty={<p>Nothing arrived in this time.</p>}
      onRetry={retry}
    >
      {answer !== null && (
        <>
          <Panels {...answer} dimension={by === "all" ? null : by} kind={kind} isDaily={isDaily} />
          {answer.ranking !== null && (
            <Ranking what={by} groups={answer.ranking} hrefOf={(name) => tracesUrl(termOf(by, name), range)} />
          )}
        </>
      )}
    </ListState>
  );
}

interface Figures {
  all: UsageGroup[];
  ofKind: UsageGroup[];
  sums: UsageGroup | undefined;
  /** Sums of the whole time, for what may be thousands. */
  ranking: UsageGroup[] | null;
  /** How many traces the figures are of, when there was no time for all. */
  onlyNewest: number | null;
}

/** From roll-ups where they know the answer, from spans else. */
async function read(
  by: Split,
  kind: string,
  bucket: "hour" | "day",
  range: TimeRange,
  signal: AbortSignal,
): Promise<Figures> {
  const total = getAllUsage({ by: [], bucket: null, range }, signal);
  if (by === "user" || by === "session" || by === "release") {
    const [all, ofKind, ranking, sums] = await Promise.all([
      getAggregate({ by, bucket, kind: null, range }, signal),
      getAggregate({ by, bucket, kind, range }, signal),
      getAggregate({ by, bucket: null, kind: null, range }, signal),
      total,
    ]);
    const onlyNewest = all.onlyNewest ?? ofKind.onlyNewest ?? ranking.onlyNewest;
    return { all: all.groups, ofKind: ofKind.groups, sums: sums[0], ranking: ranking.groups, onlyNewest };
  }
  const request = { by: by === "all" ? [] : [by], bucket, range };
  const [all, ofKind, sums] = await Promise.all([
    getAllUsage(request, signal),
    getAllUsage({ ...request, where: { kind } }, signal),
    total,
  ]);
  return { all, ofKind, sums: sums[0], ranking: null, onlyNewest: null };
}

interface PanelsProps extends Omit<Figures, "ranking"> {
  dimension: string | null;
  kind: string;
  isDaily: boolean;
}

function Panels({ all, ofKind, sums, onlyNewest, dimension, kind, isDaily }: PanelsProps) {
  const [quantile, setQuantile] = useState<figures.Quantile>("p95");
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const colours = useColours(palette);
  const step = isDaily ? figures.daySeconds : figures.hourSeconds;
  const { names, leftOut } = useMemo(() => figures.largest(all, dimension), [all, dimension]);
  const times = useMemo(() => figures.timesOf(all, step), [all, step]);
  const charts = useMemo(() => {
    const lines = (groups: UsageGroup[], measure: figures.Measure, without: 0 | null) =>
      figures
        .seriesOf(groups, dimension, names, times, measure, without)
        // A hidden line keeps its place, so that the others keep their colours.
        .map((line) => (hidden.has(line.name) ? { ...line, values: line.values.map(() => null) } : line));
    const of = kindTitles[kind] ?? "";
    return [
      {
        title: countTitles[kind] ?? "",
        hint: "how many",
        series: lines(ofKind, figures.count, 0),
        format: formatCompact,
      },
      { title: "Cost", hint: "USD", series: lines(all, figures.cost, 0), format: formatCost },
      { title: "Tokens", hint: "input and output", series: lines(all, figures.tokens, 0), format: formatCompact },
      {
        title: "Latency",
        hint: `${quantile} ${of}`,
        series: lines(ofKind, figures.duration(quantile), null),
        format: formatDuration,
      },
      {
        title: "Time to first chunk",
        hint: `${quantile} of streamed answers`,
        series: lines(ofKind, figures.firstChunk(quantile), null),
        format: formatDuration,
      },
      {
        title: "Error rate",
        hint: of,
        series: lines(ofKind, figures.errorRate, null),
        format: percent,
        only: "error:true",
      },
      {
        title: "Cache hits",
        hint: "share of input tokens read from the cache",
        series: lines(all, figures.cacheHits, null),
        format: percent,
      },
      // Tools cost nothing and stream nothing: a chart of zeros would only be in the way.
    ].filter((chart) => chart.title === "Error rate" || chart.series.some((line) => line.values.some(isSome)));
  }, [all, ofKind, dimension, names, times, hidden, kind, quantile]);

  function toggle(name: string) {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  }

  return (
    <>
      {sums !== undefined && <Tiles sums={sums} />}
      {onlyNewest !== null && (
        <p className="list-about" role="note">
          There was no time to look at all traces: what follows is of the newest {formatCount(onlyNewest)}.
        </p>
      )}
      <div className="legend">
        <label className="labelled">
          <span className="dim">Quantile</span>
          <select value={quantile} onChange={(event) => setQuantile(event.target.value as figures.Quantile)}>
            {figures.quantiles.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
        {dimension !== null &&
          names.map((name, index) => (
            <button key={name} type="button" aria-pressed={!hidden.has(name)} onClick={() => toggle(name)}>
              <span className="swatch" style={{ background: colours[index] }} aria-hidden="true" />
              {name}
            </button>
          ))}
        {leftOut > 0 && <span className="dim">{plural(leftOut, "other")} not drawn</span>}
      </div>
      <div className="charts">
        {charts.map(({ only, ...chart }) => (
          <LineChart
            key={chart.title}
            {...chart}
            times={times}
            isDaily={isDaily}
            hrefOf={(time, name) => urlOf(time, step, dimension, name, only ?? null)}
            onOpen={navigate}
          />
        ))}
      </div>
    </>
  );
}

function Tiles({ sums }: { sums: UsageGroup }) {
  return (
    <dl className="facts tiles">
      <Fact name="Cost">
        {formatCost(sums.costUsd)}
        {sums.unpricedCalls > 0 && (
          <span className="dim" title={`${plural(sums.unpricedCalls, "call")} without a price`}>
            {" "}
            +?
          </span>
        )}
      </Fact>
      <Fact name="Model calls">{formatCount(sums.calls)}</Fact>
      <Fact name="Input tokens">{formatCompact(sums.inputTokens)}</Fact>
      <Fact name="Output tokens">{formatCompact(sums.outputTokens)}</Fact>
      <Fact name="From cache">{formatShare(sums.cacheReadTokens, sums.inputTokens)}</Fact>
      <Fact name="Spans">{formatCount(sums.count)}</Fact>
      <Fact name="Failed spans" isBad={sums.errors > 0}>
        {formatCount(sums.errors)} ({formatShare(sums.errors, sums.count)})
      </Fact>
    </dl>
  );
}

/** The traces behind a point. */
function urlOf(time: number, step: number, dimension: string | null, name: string | null, only: string | null): string {
  const from = new Date(time * 1000).toISOString();
  const to = new Date((time + step) * 1000).toISOString();
  const one = dimension === null || name === null ? null : termOf(dimension, name);
  return tracesUrl(every(one, only), { is: "between", from, to });
}

function isSome(value: number | null): boolean {
  return value !== null && value > 0;
}

function percent(value: number): string {
  return value > 0 && value < 1 ? `${value.toFixed(1)} %` : `${Math.round(value)} %`;
}

function lengthOf(range: { from: string | null; to: string | null }): number {
  if (range.from === null) return Number.POSITIVE_INFINITY;
  return ((range.to === null ? Date.now() : Date.parse(range.to)) - Date.parse(range.from)) / hourMs;
}
