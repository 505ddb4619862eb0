import type { UsageGroup } from "../api/contract";
import { formatCount } from "../format/number";
import type { Column } from "../table/DataTable";
import { CacheHits, Cost, Errors, Quantile, Tokens } from "./Figures";

/** Figures of a roll-up, for the tables of models, tools and services. */

export const spans: Column<UsageGroup> = {
  key: "spans",
  title: "Spans",
  isNumber: true,
  value: (group) => group.count,
  cell: (group) => formatCount(group.count),
};

export const calls: Column<UsageGroup> = {
  key: "calls",
  title: "Calls",
  hint: "Model calls, each counted once, however many instrumentations saw it",
  isNumber: true,
  value: (group) => group.calls,
  cell: (group) => formatCount(group.calls),
};

export const errors: Column<UsageGroup> = {
  key: "errors",
  title: "Errors",
  isNumber: true,
  value: (group) => group.errorRate,
  cell: (group) => <Errors count={group.errors} of={group.count} />,
};

export const tokens: Column<UsageGroup> = {
  key: "tokens",
  title: "Tokens",
  hint: "Input → output, summed over the calls themselves",
  isNumber: true,
  needs: "medium",
  value: (group) => group.totalTokens,
  cell: (group) => <Tokens of={group} />,
};

export const cache: Column<UsageGroup> = {
  key: "cache",
  title: "From cache",
  hint: "Share of the input tokens that the provider read from its cache",
  isNumber: true,
  needs: "medium",
  value: (group) => (group.inputTokens === 0 ? null : group.cacheReadTokens / group.inputTokens),
  cell: (group) => <CacheHits of={group} />,
};

export const cost: Column<UsageGroup> = {
  key: "cost",
  title: "Cost",
  isNumber: true,
  value: (group) => group.costUsd,
  cell: (group) => <Cost of={group} />,
};

export const costPerCall: Column<UsageGroup> = {
  key: "costPerCall",
  title: "Per call",
  hint: "Cost of a call on average, over the calls that have a price",
  isNumber: true,
  needs: "wide",
  value: perCall,
  cell: (group) => <Cost of={{ costUsd: perCall(group), unpricedCalls: 0 }} />,
};

export const firstChunk: Column<UsageGroup> = {
  key: "firstChunk",
  title: "First chunk p50",
  hint: "Time to the first chunk of a streamed answer; half of them were faster",
  isNumber: true,
  needs: "wide",
  value: (group) => group.timeToFirstChunkMs?.p50 ?? null,
  cell: (group) => <Quantile of={group.timeToFirstChunkMs} at="p50" />,
};

export const [p50, p95, p99] = (["p50", "p95", "p99"] as const).map(
  (at): Column<UsageGroup> => ({
    key: at,
    title: at,
    hint: `Duration: ${at.slice(1)} of 100 were faster`,
    isNumber: true,
    needs: at === "p95" ? "medium" : "wide",
    value: (group) => group.durationMs?.[at] ?? null,
    cell: (group) => <Quantile of={group.durationMs} at={at} />,
  }),
) as [Column<UsageGroup>, Column<UsageGroup>, Column<UsageGroup>];

function perCall(group: UsageGroup): number | null {
  const priced = group.calls - group.unpricedCalls;
  return group.costUsd === null || priced <= 0 ? null : group.costUsd / priced;
}
