import type {
  AggregateGroup,
  CostChange,
  GroupWithTraces,
  Prompt,
  TraceGroup,
  TraceSummary,
  UsageGroup,
  UsagePage,
} from "../src/api/contract";

/** Sums of made-up traces, as the server would make them of spans: near enough to look at a page. */

const hourMs = 3_600_000;

export function usage(key: UsageGroup["key"], traces: readonly TraceSummary[], time?: string): UsageGroup {
  const sum = (of: (trace: TraceSummary) => number) => traces.reduce((total, trace) => total + of(trace), 0);
  const durations = traces.map((trace) => trace.durationMs).sort((a, b) => a - b);
  const at = (share: number) => durations[Math.min(durations.length - 1, Math.floor(share * durations.length))] ?? 0;
  const errors = traces.filter((trace) => trace.errorCount > 0).length;
  const costs = traces.flatMap((trace) => trace.costUsd ?? []);
  return {
    key,
    ...(time === undefined ? {} : { time }),
    count: traces.length,
    errors,
    errorRate: traces.length === 0 ? 0 : errors / traces.length,
    calls: traces.length,
    inputTokens: sum((trace) => trace.inputTokens),
    outputTokens: sum((trace) => trace.outputTokens),
    totalTokens: sum((trace) => trace.totalTokens),
    cacheReadTokens: sum((trace) => trace.cacheReadTokens),
    cacheWriteTokens: sum((trace) => trace.cacheWriteTokens),
    cacheWrite1hTokens: 0,
    reasoningTokens: sum((trace) => trace.reasoningTokens),
    audioInputTokens: 0,
    audioOutputTokens: 0,
    imageInputTokens: 0,
    imageOutputTokens: 0,
    costUsd: costs.length === 0 ? null : costs.reduce((a, b) => a + b, 0),
    unpricedCalls: sum((trace) => trace.unpricedCalls),
    durationMs: traces.length === 0 ? null : { count: traces.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    timeToFirstChunkMs: null,
  };
}

/** Groups, the largest first. */
export function grouped(
  traces: readonly TraceSummary[],
  keyOf: (trace: TraceSummary) => UsageGroup["key"] | null,
  bucketMs: number | null = null,
): UsageGroup[] {
  const groups = new Map<string, { key: UsageGroup["key"]; time: string | undefined; traces: TraceSummary[] }>();
  for (const trace of traces) {
    const key = keyOf(trace);
    if (key === null) continue;
    const startMs = Date.parse(trace.startTime);
    const time = bucketMs === null ? undefined : new Date(startMs - (startMs % bucketMs)).toISOString();
    const name = JSON.stringify([key, time]);
    const group = groups.get(name) ?? { key, time, traces: [] };
    group.traces.push(trace);
    groups.set(name, group);
  }
  return [...groups.values()]
    .map((group) => usage(group.key, group.traces, group.time))
    .sort((a, b) => b.count - a.count);
}

export function bucketOf(name: string | null): number | null {
  return name === "hour" ? hourMs : name === "day" ? 24 * hourMs : null;
}

export function usagePage(items: UsageGroup[]): UsagePage {
  return { from: null, to: null, isExact: true, isComplete: true, items, next: null };
}

export function aggregateOf({ key, time, ...sums }: UsageGroup): AggregateGroup {
  return {
    key,
    ...(time === undefined ? {} : { time }),
    values: {
      count: sums.count,
      errors: sums.errors,
      error_rate: sums.errorRate,
      calls: sums.calls,
      "tokens.total": sums.totalTokens,
      "tokens.input": sums.inputTokens,
      "tokens.output": sums.outputTokens,
      "tokens.cache_read": sums.cacheReadTokens,
      cost: sums.costUsd,
      unpriced: sums.unpricedCalls,
      duration_p50: sums.durationMs?.p50 ?? null,
      duration_p95: sums.durationMs?.p95 ?? null,
      duration_p99: sums.durationMs?.p99 ?? null,
    },
  };
}

export function traceGroup(id: string, traces: readonly TraceSummary[], withUser: boolean): TraceGroup {
  const starts = traces.map((trace) => Date.parse(trace.startTime));
  const ends = traces.map((trace, at) => (starts[at] ?? 0) + trace.durationMs);
  const userId = withUser ? traces.find((trace) => trace.userId !== null)?.userId : undefined;
  const { count: _, key: __, errors, errorRate: ___, durationMs: ____, ...sums } = usage({}, traces);
  return {
    ...sums,
    id,
    startTime: new Date(Math.min(...starts)).toISOString(),
    lastTraceTime: new Date(Math.max(...starts)).toISOString(),
    endTime: new Date(Math.max(...ends)).toISOString(),
    traceCount: traces.length,
    failedTraceCount: errors,
    spanCount: traces.reduce((total, trace) => total + trace.spanCount, 0),
    errorCount: traces.reduce((total, trace) => total + trace.errorCount, 0),
    ...(userId == null ? {} : { userId }),
  };
}

export function groupWithTraces(id: string, traces: TraceSummary[], withUser: boolean): GroupWithTraces {
  return { summary: traceGroup(id, traces, withUser), traces: traces.slice(0, 50), next: null };
}

/** Three versions of one prompt and one of another, each of a third of the traces. */
export function prompts(traces: readonly TraceSummary[]): Prompt[] {
  const versions = [
    ["triage", "3", 0],
    ["triage", "2", 1],
    ["triage", "1", 2],
    ["summary", null, 1],
  ] as const;
  return versions.map(([name, version, part]) => {
    const used = traces.filter((_, at) => at % 3 === part);
    const starts = used.map((trace) => trace.startTime).sort();
    return {
      name,
      version,
      traces: used.length,
      failedTraces: used.filter((trace) => trace.errorCount > 0).length,
      firstSeen: new Date(Date.parse(starts[0] ?? "") - part * 24 * hourMs).toISOString(),
      lastSeen: starts.at(-1) ?? "",
      usage: usage({ prompt: name, version }, used),
      scores: [{ name: "helpfulness", value: 0.9 - part / 10, label: null, count: used.length }],
      query: `"${name}"`,
    };
  });
}

export function costChange(traces: readonly TraceSummary[]): CostChange {
  const half = Math.floor(traces.length / 2);
  const [after, before] = [usage({}, traces.slice(0, half)), usage({}, traces.slice(half))];
  const [from, to] = [traces.at(-1)?.startTime ?? "", traces[0]?.startTime ?? ""];
  const middle = traces[half]?.startTime ?? "";
  const period = (sums: UsageGroup, start: string, end: string) => ({
    from: start,
    to: end,
    costUsd: sums.costUsd ?? 0,
    traces: sums.count,
    calls: sums.calls,
    unpricedCalls: sums.unpricedCalls,
  });
  const changeUsd = (after.costUsd ?? 0) - (before.costUsd ?? 0);
  return {
    before: period(before, from, middle),
    after: period(after, middle, to),
    changeUsd,
    causes: [
      { cause: "traffic", effectUsd: changeUsd * 0.6, before: before.count, after: after.count },
      { cause: "context", effectUsd: changeUsd * 0.3, before: 3100, after: 4100 },
      { cause: "other", effectUsd: changeUsd * 0.1, before: null, after: null },
    ],
    users: [{ userId: "user-4", beforeUsd: (before.costUsd ?? 0) / 9, afterUsd: (after.costUsd ?? 0) / 4 }],
    tools: [{ tool: "search_hotels", beforeRuns: 40, beforeErrors: 1, afterRuns: 44, afterErrors: 9 }],
    isComplete: true,
  };
}
