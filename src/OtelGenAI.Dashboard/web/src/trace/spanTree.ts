import type { SpanNode } from "../api/contract";
import { parseTime } from "../format/time";

/**
 * The shape of a trace, computed once. Everything is an array indexed by the span's place in tree order, and nothing
 * recurses: a trace may be a chain of 100,000 spans (spanTree.test.ts).
 */
export interface SpanTree {
  readonly spans: readonly SpanNode[];
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** Index after the last descendant: a subtree is the range [i, end[i]). */
  readonly end: Int32Array;
  /** Milliseconds after the first span began, as drawn: spans of another clock are moved to where they can have been. */
  readonly start: Float64Array;
  readonly duration: Float64Array;
  /** The nearest GenAI span that a span belongs to: itself, an ancestor, or its root when there is none. */
  readonly step: Int32Array;
  /** Errors in the subtree, the span itself not counted. */
  readonly errorsBelow: Int32Array;
  /** Spans that folding keeps before index i; tells without a walk whether anything of a subtree would be left. */
  readonly keptBefore: Readonly<Record<Fold, Int32Array>>;
  readonly durationMs: number;
  readonly startTimeMs: number;
  readonly indexOf: ReadonlyMap<string, number>;
}

/** What is left out of sight: nothing, HTTP and queries and the like, or everything that is not GenAI. */
export type Fold = "nothing" | "infra" | "others";

/** A failed span does say something, and one that stands for a missing parent says that it is missing. */
export function isFoldedAway(span: SpanNode, fold: Fold): boolean {
  if (fold === "nothing" || span.kind !== "span" || span.status === "error" || isPlaceholder(span)) return false;
  return fold === "others" || span.infra !== undefined;
}

/** It stands for a parent that never arrived. */
export function isPlaceholder(span: SpanNode): boolean {
  return span.flags.includes("placeholder");
}

export function buildSpanTree(spans: readonly SpanNode[]): SpanTree {
  const count = spans.length;
  const tree = {
    spans,
    parent: new Int32Array(count).fill(-1),
    depth: new Int32Array(count),
    end: new Int32Array(count),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    step: new Int32Array(count),
    errorsBelow: new Int32Array(count),
    keptBefore: {
      nothing: new Int32Array(count + 1),
      infra: new Int32Array(count + 1),
      others: new Int32Array(count + 1),
    },
    durationMs: 0,
    startTimeMs: 0,
    indexOf: new Map<string, number>(),
  };
  placeInTree(tree);
  placeInTime(tree);
  return tree;
}

type Draft = { -readonly [K in keyof SpanTree]: SpanTree[K] } & { indexOf: Map<string, number> };

/** Parents from depths, with the open path kept as a stack. A depth that jumps is pulled back under its predecessor. */
function placeInTree(tree: Draft): void {
  const path: number[] = [];
  for (let i = 0; i < tree.spans.length; i++) {
    const span = tree.spans[i] as SpanNode;
    const depth = Math.max(0, Math.min(span.depth, path.length));
    while (path.length > depth) close(tree, path.pop() as number, i);
    tree.depth[i] = depth;
    tree.parent[i] = path.at(-1) ?? -1;
    const parent = tree.parent[i] as number;
    tree.step[i] = span.kind !== "span" || parent < 0 ? i : (tree.step[parent] as number);
    path.push(i);
    // The first of two spans with one id is the one that an address means.
    if (!tree.indexOf.has(span.spanId)) tree.indexOf.set(span.spanId, i);
    for (const fold of ["nothing", "infra", "others"] as const) {
      const kept = tree.keptBefore[fold];
      kept[i + 1] = (kept[i] as number) + (isFoldedAway(span, fold) ? 0 : 1);
    }
  }
  while (path.length > 0) close(tree, path.pop() as number, tree.spans.length);
}

/** Called when a span's last descendant has been seen; its own count is complete by then. */
function close(tree: Draft, index: number, end: number): void {
  tree.end[index] = end;
  const parent = tree.parent[index] as number;
  if (parent < 0) return;
  const own = tree.spans[index]?.status === "error" ? 1 : 0;
  tree.errorsBelow[parent] = (tree.errorsBelow[parent] as number) + (tree.errorsBelow[index] as number) + own;
}

function placeInTime(tree: Draft): void {
  let first = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tree.spans.length; i++) {
    const span = tree.spans[i] as SpanNode;
    const start = parseTime(span.startTime) + (span.shiftMs ?? 0);
    tree.start[i] = start;
    tree.duration[i] = Math.max(0, span.durationMs);
    if (start < first) first = start;
  }
  if (!Number.isFinite(first)) first = 0;
  let last = 0;
  for (let i = 0; i < tree.spans.length; i++) {
    // A span whose time cannot be read is drawn at the beginning rather than nowhere.
    const offset = Number.isNaN(tree.start[i]) ? 0 : (tree.start[i] as number) - first;
    tree.start[i] = offset;
    last = Math.max(last, offset + (tree.duration[i] as number));
  }
  tree.startTimeMs = first;
  tree.durationMs = last;
}
