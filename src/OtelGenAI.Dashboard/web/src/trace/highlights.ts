import type { SpanNode } from "../api/contract";
import type { SpanTree } from "./spanTree";

/** Steps of one name taken together: three slow calls of one model are one answer to "what took so long". */
export interface Contributor {
  /** The largest of them. */
  readonly index: number;
  readonly count: number;
  /** Milliseconds, tokens or USD of all of them. */
  readonly sum: number;
}

/** What a reader wants to know first: where it failed, where the time went, where the tokens went. */
export interface Highlights {
  /** Steps that failed by themselves: errors without the ancestors that only passed them on, the first to look at first. */
  readonly causes: readonly number[];
  /** All spans with an error, in tree order. */
  readonly errors: readonly number[];
  /** The steps that were busy for the longest time, their HTTP calls and queries included, their child steps not. */
  readonly mostTime: Contributor | null;
  /** The calls with the most tokens. */
  readonly mostTokens: Contributor | null;
  /** The calls that cost most, in USD. */
  readonly mostCost: Contributor | null;
}

export const noHighlights: Highlights = { causes: [], errors: [], mostTime: null, mostTokens: null, mostCost: null };

export function findHighlights(tree: SpanTree): Highlights {
  const errors: number[] = [];
  const busyMs = new Float64Array(tree.spans.length);
  const tokens = new Float64Array(tree.spans.length);
  const cost = new Float64Array(tree.spans.length);
  for (let i = 0; i < tree.spans.length; i++) {
    const span = tree.spans[i] as SpanNode;
    if (span.status === "error") errors.push(i);
    const step = tree.step[i] as number;
    busyMs[step] = (busyMs[step] as number) + span.selfMs;
    tokens[i] = isCounted(span) ? totalTokens(span) : 0;
    cost[i] = span.costUsd ?? 0;
  }
  return {
    causes: findCauses(tree, errors),
    errors,
    mostTime: largestGroup(tree, busyMs),
    mostTokens: largestGroup(tree, tokens),
    mostCost: largestGroup(tree, cost),
  };
}

/** The way from the root to what failed first: 1 for each span on it. */
export function wayTo(tree: SpanTree, index: number | undefined): Uint8Array {
  const way = new Uint8Array(tree.spans.length);
  for (let at = index ?? -1; at >= 0; at = tree.parent[at] ?? -1) way[at] = 1;
  return way;
}

function largestGroup(tree: SpanTree, amounts: Float64Array): Contributor | null {
  const groups = new Map<string, { index: number; count: number; sum: number }>();
  let largest: Contributor | null = null;
  for (let i = 0; i < amounts.length; i++) {
    const amount = amounts[i] as number;
    const span = tree.spans[i] as SpanNode;
    if (amount <= 0) continue;
    const key = `${span.kind} ${span.name}`;
    const group = groups.get(key) ?? { index: i, count: 0, sum: 0 };
    if (amount > (amounts[group.index] as number)) group.index = i;
    group.count++;
    group.sum += amount;
    groups.set(key, group);
    if (largest === null || group.sum > largest.sum) largest = group;
  }
  return largest;
}

/**
 * A failed HTTP call inside a failed tool is told by the tool, which knows the arguments and the message. One inside a
 * step that went on without an error (a retry, usually) comes after the steps that did fail.
 */
function findCauses(tree: SpanTree, errors: readonly number[]): number[] {
  const hasFailedStepBelow = new Uint8Array(tree.spans.length);
  for (let i = tree.spans.length - 1; i >= 0; i--) {
    const parent = tree.parent[i] as number;
    const isFailedStep = tree.step[i] === i && tree.spans[i]?.status === "error";
    if (parent >= 0 && (isFailedStep || hasFailedStepBelow[i] === 1)) hasFailedStepBelow[parent] = 1;
  }
  const isStep = (index: number) => tree.step[index] === index && tree.spans[index]?.kind !== "span";
  const steps = errors.filter((index) => isStep(index) && hasFailedStepBelow[index] === 0);
  const rest = errors.filter(
    (index) =>
      !isStep(index) && tree.errorsBelow[index] === 0 && tree.spans[tree.step[index] as number]?.status !== "error",
  );
  // With infrastructure only, the step of a failed span is the root itself: then every deepest error is a cause.
  const deepest = () => errors.filter((index) => tree.errorsBelow[index] === 0);
  const causes = [...steps, ...rest];
  return causes.length > 0 ? causes : deepest();
}

/** Figures that an agent or workflow reports about its calls are never added up with those calls. */
export function isCounted(span: SpanNode): boolean {
  return span.tokens !== null && !span.flags.includes("reported_tokens");
}

export function totalTokens(span: SpanNode): number {
  return (span.tokens?.input ?? 0) + (span.tokens?.output ?? 0);
}

/**
 * The span to show when the address names none: the first failed step, else the root. A root that is only the HTTP
 * request around the run has nothing to say, so the outermost step speaks for it.
 */
export function defaultSpan(tree: SpanTree, highlights: Highlights): number {
  const cause = highlights.causes[0];
  if (cause !== undefined) return cause;
  if (tree.spans[0]?.kind !== "span") return 0;
  const step = tree.spans.findIndex((span) => span.kind === "agent" || span.kind === "workflow" || span.kind === "llm");
  return Math.max(0, step);
}

/** The error after (or before) a span in tree order, going round at the end; null if there is none. */
export function nextError(errors: readonly number[], from: number, direction: 1 | -1): number | null {
  if (errors.length === 0) return null;
  if (direction === 1) return errors.find((index) => index > from) ?? (errors[0] as number);
  return errors.findLast((index) => index < from) ?? (errors.at(-1) as number);
}
