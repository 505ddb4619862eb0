import type { CauseName, CostCause } from "../api/contract";
import { formatCompact, formatCount } from "../format/number";

interface Cause {
  title: string;
  /** What its figures are; null where it has none. */
  figure: string | null;
  format(value: number): string;
  /** Where to look when it made the period dearer. */
  remedy: string;
}

const none = () => "";
const percent = (value: number) => `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`;

export const causes: Record<CauseName, Cause> = {
  traffic: {
    title: "More traces",
    figure: "traces",
    format: formatCount,
    remedy: "More was asked of it. The cost of a trace has not changed by this.",
  },
  turns: {
    title: "More calls a trace",
    figure: "calls a trace",
    format: (value) => value.toFixed(2),
    remedy: "Often a tool that began to fail, and an agent that tries again: mend the tool, and limit the turns.",
  },
  models: {
    title: "Other models",
    figure: null,
    format: none,
    remedy: "Calls went to dearer models than before. See the models of both periods.",
  },
  context: {
    title: "Longer input",
    figure: "input tokens a call",
    format: formatCompact,
    remedy: "Retrieval that brings more, a longer system prompt, or history that is never shortened.",
  },
  cache: {
    title: "Fewer cache hits",
    figure: "of the input from the cache",
    format: percent,
    remedy: "A prefix that is no longer stable: something in the system prompt or the tools changes with every call.",
  },
  output: {
    title: "Longer output",
    figure: "output tokens a call",
    format: formatCompact,
    remedy: "A prompt that asks for more, more reasoning, or a higher limit.",
  },
  prices: {
    title: "Prices",
    figure: null,
    format: none,
    remedy: "The price of a model changed between the periods.",
  },
  other: {
    title: "Not explained",
    figure: null,
    format: none,
    remedy: "Context tiers, service tiers, audio and images, costs that clients reported, and rounding.",
  },
};

const opposites: Partial<Record<CauseName, string>> = {
  traffic: "Fewer traces",
  turns: "Fewer calls a trace",
  context: "Shorter input",
  cache: "More cache hits",
  output: "Shorter output",
};

/** The cause by the direction in which it went. */
export function titleOf({ cause, effectUsd }: CostCause): string {
  return effectUsd < 0 ? (opposites[cause] ?? causes[cause].title) : causes[cause].title;
}

export function figuresOf({ cause, before, after }: CostCause): string {
  const { figure, format } = causes[cause];
  if (figure === null || before === null || after === null) return "";
  return `${format(before)} → ${format(after)} ${figure}`;
}

/** Those that moved the cost, what moved it most first; a cent of a hundred dollars is not a cause. */
export function ranked(all: readonly CostCause[], changeUsd: number): CostCause[] {
  const least = Math.max(1e-9, Math.abs(changeUsd) * 0.005);
  return all
    .filter((cause) => Math.abs(cause.effectUsd) >= least)
    .sort((a, b) => Math.abs(b.effectUsd) - Math.abs(a.effectUsd));
}

/** The one that fits best: what went in the direction of the whole, and furthest. */
export function mainCause(all: readonly CostCause[], changeUsd: number): CostCause | null {
  return ranked(all, changeUsd).find((cause) => Math.sign(cause.effectUsd) === Math.sign(changeUsd)) ?? null;
}
