import { askFor, type TimeRange } from "../range/timeRange";
import { getJson } from "./request";
import type { UsageGroup } from "./usage";

/** What roll-ups do not tell apart, and is therefore summed up from spans. */
export type Field = "user" | "session" | "release";

export interface AggregateRequest {
  by: Field;
  bucket: "hour" | "day" | null;
  /** Only spans of this kind; null for all. */
  kind: string | null;
  range: TimeRange;
}

interface AggregateGroup {
  key: Record<string, string | null>;
  time?: string;
  values: Record<string, number | null>;
}

interface AggregatePage {
  /** False when groups are missing, because there are too many. */
  isComplete: boolean;
  /** The sums are those of the newest traces. */
  ranOutOfTime: boolean;
  examined: number;
  items: AggregateGroup[];
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
  const parameters = new URLSearchParams({ measure: measures.join(","), by: request.by });
  if (request.bucket !== null) parameters.set("bucket", request.bucket);
  if (request.kind !== null) parameters.set("q", `kind:${request.kind}`);
  askFor(parameters, request.range, Date.now());
  const page: AggregatePage = await getJson(`/api/v1/aggregate?${parameters}`, signal);
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
    reasoningTokens: 0,
    costUsd: values.cost ?? null,
    unpricedCalls: sum("unpriced"),
    durationMs: latency("duration_p50", "duration_p95", "duration_p99"),
    timeToFirstChunkMs: latency("ttft", "ttft_p95", "ttft_p99"),
  };
}
