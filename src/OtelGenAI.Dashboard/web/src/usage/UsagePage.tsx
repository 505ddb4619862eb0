import { useMemo } from "react";
import type { ToolRetries, ToolRetryPage, UsageGroup } from "../api/contract";
import { getToolRetries, getUsageList, type UsageList } from "../api/usage";
import { useAnswer } from "../api/useAnswer";
import { formatCount, formatShare, plural } from "../format/number";
import { every, termOf } from "../query/terms";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { listUrl, tracesUrl } from "../routing/route";
import { type Column, DataTable } from "../table/DataTable";
import { ListPage } from "../table/ListPage";
import { ListState } from "../table/ListState";
import { OnlyNewest } from "../table/OnlyNewest";
import * as figures from "./columns";

interface Kind {
  title: string;
  about: string;
  empty: string;
  /** What tells its rows apart, in the order of their names. */
  dimensions: readonly string[];
  columns: readonly Column<UsageGroup>[];
}

function named(dimension: string, title: string, missing: string): Column<UsageGroup> {
  return {
    key: dimension,
    title,
    value: (group) => group.key[dimension] ?? null,
    cell: (group) => group.key[dimension] ?? <span className="dim">{missing}</span>,
  };
}

const kinds: Record<UsageList, Kind> = {
  models: {
    title: "Models",
    about: "Every model that was called, with what it took, cost and failed. A row leads to the traces that called it.",
    empty: "No model was called in this time.",
    dimensions: ["model", "provider"],
    columns: [
      named("model", "Model", "no model named"),
      { ...named("provider", "Provider", "no provider named"), needs: "medium" },
      figures.calls,
      figures.errors,
      figures.tokens,
      figures.cache,
      figures.cost,
      figures.costPerCall,
      figures.firstChunk,
      figures.p50,
      figures.p95,
      figures.p99,
    ],
  },
  tools: {
    title: "Tools",
    about: "Every tool that agents ran, with how often it failed and how long it took.",
    empty: "No tool was run in this time.",
    dimensions: ["tool"],
    columns: [
      named("tool", "Tool", "no tool named"),
      { ...figures.spans, title: "Runs" },
      figures.errors,
      figures.p50,
      figures.p95,
      figures.p99,
    ],
  },
  services: {
    title: "Services",
    about: "What sends telemetry here, by service and environment.",
    empty: "No service sent anything in this time.",
    dimensions: ["service", "environment"],
    columns: [
      named("service", "Service", "no service named"),
      { ...named("environment", "Environment", "–"), needs: "medium" },
      figures.spans,
      figures.errors,
      { ...figures.calls, needs: "medium" },
      figures.tokens,
      figures.cost,
      figures.p95,
      figures.p99,
    ],
  },
};

/** Beside the sums of a tool: what happened when it failed. They come after the rows, which do not wait for them. */
function useRetries(list: UsageList, range: TimeRange) {
  const { answer } = useAnswer(`retries ${list} ${rangeKey(range)}`, (signal) =>
    list === "tools" ? getToolRetries(range, signal) : Promise.resolve(null),
  );
  return answer;
}

function retryColumns(page: ToolRetryPage | null): Column<UsageGroup>[] {
  const byTool = new Map(page?.items.map((item) => [item.tool, item]));
  const of = (group: UsageGroup) => byTool.get(group.key.tool ?? "");
  return [
    {
      key: "retried",
      title: "Retried",
      hint: "How often it was run again in the same trace after it had failed",
      isNumber: true,
      value: (group) => of(group)?.retried ?? 0,
      cell: (group) => <Retried retries={of(group)} isKnown={page !== null} />,
    },
    {
      key: "recovered",
      title: "Recovered",
      hint: "How often the run after a failure did not fail",
      isNumber: true,
      needs: "medium",
      value: (group) => of(group)?.recovered ?? 0,
      cell: (group) => {
        const retries = of(group);
        return retries === undefined ? <span className="dim">–</span> : formatShare(retries.recovered, retries.retried);
      },
    },
  ];
}

function Retried({ retries, isKnown }: { retries: ToolRetries | undefined; isKnown: boolean }) {
  if (retries === undefined) return <span className="dim">{isKnown ? "0" : "–"}</span>;
  return (
    <span title={`${formatCount(retries.retried)} of ${plural(retries.failed, "failure")}`}>
      {formatCount(retries.retried)} <span className="dim">({formatShare(retries.retried, retries.failed)})</span>
    </span>
  );
}

/** Models, tools or services: sums from the roll-ups, one row each. */
export function UsagePage({ list, range }: { list: UsageList; range: TimeRange }) {
  const kind = kinds[list];
  const { answer, error, isLoading, retry } = useAnswer(`${list} ${rangeKey(range)}`, (signal) =>
    getUsageList(list, range, signal),
  );
  const items = answer?.items ?? [];
  const retries = useRetries(list, range);
  const columns = useMemo(
    () => (list === "tools" ? [...kind.columns, ...retryColumns(retries)] : kind.columns),
    [list, kind, retries],
  );
  return (
    <ListPage title={kind.title} about={kind.about} range={range} urlOf={(chosen) => listUrl(list, chosen)}>
      <ListState
        what={list}
        error={error}
        isLoading={isLoading}
        count={items.length}
        empty={<p>{kind.empty}</p>}
        onRetry={retry}
      >
        <DataTable
          label={kind.title}
          rows={items}
          columns={columns}
          rowKey={(group) => kind.dimensions.map((name) => group.key[name] ?? "").join(" ")}
          href={(group) => tracesUrl(every(...kind.dimensions.map((name) => conditionOn(name, group))), range)}
        />
        <OnlyNewest answer={retries} />
        {answer?.isExact === false && (
          <p className="list-about">Sums are kept by the hour: both ends are whole hours.</p>
        )}
      </ListState>
    </ListPage>
  );
}

function conditionOn(dimension: string, group: UsageGroup): string | null {
  const value = group.key[dimension] ?? null;
  return value === null ? null : termOf(dimension, value);
}
