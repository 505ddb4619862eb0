import { getJson } from "./request";

export interface CostPeriod {
  from: string;
  to: string;
  costUsd: number;
  traces: number;
  calls: number;
  unpricedCalls: number;
}

export type CauseName = "traffic" | "turns" | "models" | "context" | "cache" | "output" | "prices" | "other";

export interface CostCause {
  cause: CauseName;
  /** Its part of the difference; all of them add up to it. */
  effectUsd: number;
  /** The figure behind it; null where there is no single one. */
  before: number | null;
  after: number | null;
}

/** Why a period cost more, or less, than another. */
export interface CostChange {
  before: CostPeriod;
  after: CostPeriod;
  changeUsd: number;
  causes: CostCause[];
  /** Another cut through the same difference: users whose cost changed most. */
  users: { userId: string; beforeUsd: number; afterUsd: number }[];
  tools: { tool: string; beforeRuns: number; beforeErrors: number; afterRuns: number; afterErrors: number }[];
  isComplete: boolean;
}

export interface Period {
  fromMs: number;
  toMs: number;
}

export function getCostChange(before: Period, after: Period, signal: AbortSignal): Promise<CostChange> {
  const parameters = new URLSearchParams({
    baseFrom: new Date(before.fromMs).toISOString(),
    baseTo: new Date(before.toMs).toISOString(),
    from: new Date(after.fromMs).toISOString(),
    to: new Date(after.toMs).toISOString(),
  });
  return getJson(`/api/v1/cost/change?${parameters}`, signal);
}
