import type { UsageGroup } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, formatCount, formatShare, plural } from "../format/number";

/** Cells that several tables of sums share. */

export function Cost({ of }: { of: { costUsd: number | null; unpricedCalls: number } }) {
  if (of.unpricedCalls === 0)
    return <span title={of.costUsd === null ? "no model calls" : `$${of.costUsd}`}>{formatCost(of.costUsd)}</span>;
  return (
    <span title={`${plural(of.unpricedCalls, "call")} without a price: not counted as $0`}>
      {formatCost(of.costUsd)}
      <span className="dim"> +?</span>
    </span>
  );
}

export function Tokens({ of }: { of: { inputTokens: number; outputTokens: number; cacheReadTokens: number } }) {
  if (of.inputTokens + of.outputTokens === 0) return "–";
  return (
    <span title={`${formatCount(of.inputTokens)} input, ${formatCount(of.outputTokens)} output`}>
      {formatCompact(of.inputTokens)} <span className="dim">→</span> {formatCompact(of.outputTokens)}
    </span>
  );
}

export function CacheHits({ of }: { of: { inputTokens: number; cacheReadTokens: number } }) {
  return (
    <span title={`${formatCount(of.cacheReadTokens)} of ${formatCount(of.inputTokens)} input tokens`}>
      {of.inputTokens === 0 ? "–" : formatShare(of.cacheReadTokens, of.inputTokens)}
    </span>
  );
}

export function Errors({ count, of }: { count: number; of: number }) {
  if (count === 0) return <span className="dim">0</span>;
  return (
    <span className="bad">
      {formatCount(count)} <span className="dim">({formatShare(count, of)})</span>
    </span>
  );
}

export function Quantile({ of, at }: { of: UsageGroup["durationMs"]; at: "p50" | "p95" | "p99" }) {
  return of === null ? "–" : formatDuration(of[at]);
}
