import { get } from "./ask";
import type { CostChange } from "./contract";

export interface Period {
  fromMs: number;
  toMs: number;
}

/** Why a period cost more, or less, than another. */
export function getCostChange(before: Period, after: Period, signal: AbortSignal): Promise<CostChange> {
  const time = (ms: number) => new Date(ms).toISOString();
  const query = {
    baseFrom: time(before.fromMs),
    baseTo: time(before.toMs),
    from: time(after.fromMs),
    to: time(after.toMs),
  };
  return get("/api/v1/cost/change", { query }, signal);
}
