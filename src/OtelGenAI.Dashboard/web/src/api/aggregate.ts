import type { TimeRange } from "../range/timeRange";
import { get, within } from "./ask";
import type { AggregateGroup, UsageGroup } from "./contract";

/** What roll-ups do not tell apart, and is therefore summed up from spans. */
export type Field = "user" | "session" | "release";

export interface AggregateRequest {
  by: Field;
  bucket: "hour" | "day" | null;
  /** Only spans of this kind; null for all. */
  kind: string | null;
  range: TimeRange;
}

export interface SpanSums {
  groups: UsageGroup[];
  /** How many traces were looked at, when that was not all; null when it was. */
  onlyNewest: number | null;
}

const measures = [
  "count",
  "errors",
  "error_rate",
  "calls",
  "tokens.total",
  "tokens.input",
  "tokens.output",
  "tokens.cache_read",
  "cost",
  "unpriced",
  "duration_p50",
  "duration_p95",
  "duration_p99",
  "ttft",
  "ttft_p95",
  "ttft_p99",
];

/** The same figures as those of the roll-ups, from spans. */
export async function getAggregate(request: AggregateRequest, signal: AbortSignal): Promise<SpanSums> {
  const { by, bucket, kind, range } = request;
  const q = kind === null ? null : `kind:${kind}`;
  const page = await get(
    "/api/v1/aggregate",
    { query: { measure: measures.join(","), by, bucket, q, ...within(range) } },
    signal,
  );
  return { groups: page.items.map(asUsage), onlyNewest: page.ranOutOfTime ? page.examined : null };
}

function asUsage({ key, time, values }: AggregateGroup): UsageGroup {
  const sum = (measure: string) => values[measure] ?? 0;
  const latency = (p50: string, p95: string, p99: string) =>
    values[p50] == null ? null : { count: sum("count"), p50: values[p50], p95: sum(p95), p99: sum(p99) };
  return {
    key,
    ...(time === undefined ? {} : { time }),
    count: sum("count"),
    errors: sum("errors"),
    errorRate: sum("error_rate"),
    calls: sum("calls"),
    inputTokens: sum("tokens.input"),
    outputTokens: sum("tokens.output"),
    totalTokens: sum("tokens.total"),
    cacheReadTokens: sum("tokens.cache_read"),
    cacheWriteTokens: 0,
    cacheWrite1hTokens: 0,
    reasoningTokens: 0,
    audioInputTokens: 0,
    audioOutputTokens: 0,
    imageInputTokens: 0,
    imageOutputTokens: 0,
    costUsd: values.cost ?? null,
    unpricedCalls: sum("unpriced"),
    durationMs: latency("duration_p50", "duration_p95", "duration_p99"),
    timeToFirstChunkMs: latency("ttft", "ttft_p95", "ttft_p99"),
  };
}
