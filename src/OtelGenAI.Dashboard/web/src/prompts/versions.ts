import type { Prompt } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCost, formatCount, formatScore } from "../format/number";

/** A figure of a version that is compared with the version before. */
export interface Figure {
  title: string;
  /** Which way is for the worse; null where neither is. */
  worse: "more" | "less" | null;
  of(version: Prompt): number | null;
  text(value: number): string;
}

const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`;

function each(sum: (version: Prompt) => number, of: (version: Prompt) => number) {
  return (version: Prompt) => (of(version) === 0 ? null : sum(version) / of(version));
}

const calls = ({ usage }: Prompt) => usage.calls;

const common: readonly Figure[] = [
  { title: "Runs", worse: null, of: (version) => version.traces, text: formatCount },
  { title: "Calls", worse: null, of: calls, text: formatCount },
  {
    title: "Runs that failed",
    worse: "more",
    of: each(
      (version) => version.failedTraces,
      (version) => version.traces,
    ),
    text: percent,
  },
  {
    title: "Calls that failed",
    worse: "more",
    of: ({ usage }) => (usage.count === 0 ? null : usage.errorRate),
    text: percent,
  },
  {
    title: "Cost of a call",
    worse: "more",
    of: ({ usage }) => {
      const priced = usage.calls - usage.unpricedCalls;
      return usage.costUsd === null || priced <= 0 ? null : usage.costUsd / priced;
    },
    text: formatCost,
  },
  {
    title: "Input tokens of a call",
    worse: "more",
    of: each(({ usage }) => usage.inputTokens, calls),
    text: formatCount,
  },
  {
    title: "Output tokens of a call",
    worse: "more",
    of: each(({ usage }) => usage.outputTokens, calls),
    text: formatCount,
  },
  {
    title: "From cache",
    worse: "less",
    of: each(
      ({ usage }) => usage.cacheReadTokens,
      ({ usage }) => usage.inputTokens,
    ),
    text: percent,
  },
  { title: "Duration p50", worse: "more", of: ({ usage }) => usage.durationMs?.p50 ?? null, text: formatDuration },
  { title: "Duration p95", worse: "more", of: ({ usage }) => usage.durationMs?.p95 ?? null, text: formatDuration },
  {
    title: "First chunk p50",
    worse: "more",
    of: ({ usage }) => usage.timeToFirstChunkMs?.p50 ?? null,
    text: formatDuration,
  },
];

/** The figures that any of the versions has, each score of theirs included. */
export function figuresOf(versions: readonly Prompt[]): Figure[] {
  const names = [...new Set(versions.flatMap((version) => version.scores.map((score) => score.name)))].sort();
  const scores = names.map(
    (name): Figure => ({
      title: `Score ${name}`,
      worse: "less",
      of: (version) => version.scores.find((score) => score.name === name)?.value ?? null,
      text: formatScore,
    }),
  );
  return [...common, ...scores].filter((figure) => versions.some((version) => figure.of(version) !== null));
}

export interface Change {
  text: string;
  isWorse: boolean;
}

/** Less than this is noise to a reader, whatever it is to a statistician. */
const leastShare = 0.005;

/** How a figure differs from that of the version before; null where there is nothing to compare, or no difference. */
export function changeOf(figure: Figure, now: Prompt, before: Prompt | undefined): Change | null {
  if (figure.worse === null || before === undefined) return null;
  const [from, to] = [figure.of(before), figure.of(now)];
  if (from === null || to === null || from === to) return null;
  const isMore = to > from;
  const share = from === 0 ? null : Math.abs(to - from) / Math.abs(from);
  if (share !== null && share < leastShare) return null;
  const sign = isMore ? "+" : "−";
  return {
    text: share === null ? `${sign}${figure.text(Math.abs(to - from))}` : `${sign}${Math.round(share * 100)} %`,
    isWorse: isMore === (figure.worse === "more"),
  };
}
