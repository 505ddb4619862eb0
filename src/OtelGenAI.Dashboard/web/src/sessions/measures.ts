import type { TraceSummary } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCost, plural } from "../format/number";

export const measures = ["duration", "tokens", "cost"] as const;

export type Measure = (typeof measures)[number];

export const titles: Record<Measure, string> = { duration: "Duration", tokens: "Tokens", cost: "Cost" };

/** What a trace took, by one measure; null where nobody knows. */
export function measured(trace: TraceSummary, measure: Measure): number | null {
  return measure === "duration" ? trace.durationMs : measure === "tokens" ? trace.totalTokens : trace.costUsd;
}

export function inWords(value: number | null, measure: Measure): string {
  if (value === null) return "no price";
  return measure === "duration"
    ? formatDuration(value)
    : measure === "tokens"
      ? plural(value, "token")
      : formatCost(value);
}
