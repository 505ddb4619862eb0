import { diffArrays } from "diff";
import type { SpanNode } from "../api/contract";
import type { SpanTree } from "../trace/spanTree";

/** A step of two runs: of both, or of one of them. */
export interface AlignedRow {
  depth: number;
  /** Index in the tree of the left trace; null when only the right one has it. */
  left: number | null;
  right: number | null;
}

/** Two lists of children that differ more than this are not worth the time to find the best fit. */
const mostEdits = 2_000;

/**
 * Puts two trees beside each other. Children are aligned in their order, by what they do rather than by what they are
 * called: a call of another model is the same step. Nothing recurses: a trace may be a chain of 100,000 spans.
 */
export function alignTraces(left: SpanTree, right: SpanTree): AlignedRow[] {
  const rows: AlignedRow[] = [];
  const open = alignLevel(left, right, childrenOf(left, null), childrenOf(right, null), 0).reverse();
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    rows.push(row);
    const leftChildren = row.left === null ? [] : childrenOf(left, row.left);
    const rightChildren = row.right === null ? [] : childrenOf(right, row.right);
    open.push(...alignLevel(left, right, leftChildren, rightChildren, row.depth + 1).reverse());
  }
  return rows;
}

/** What a span does. */
export function signatureOf(span: SpanNode): string {
  switch (span.kind) {
    case "llm":
    case "embedding":
    case "rerank":
      return `${span.kind} ${span.operation ?? ""}`;
    case "tool":
      return `tool ${span.toolName ?? span.name}`;
    case "agent":
      return `agent ${span.agentName ?? span.name}`;
    default:
      return `${span.kind} ${span.name}`;
  }
}

function childrenOf(tree: SpanTree, parent: number | null): number[] {
  const children: number[] = [];
  const end = parent === null ? tree.spans.length : (tree.end[parent] as number);
  for (let at = parent === null ? 0 : parent + 1; at < end; at = tree.end[at] as number) children.push(at);
  return children;
}

function alignLevel(left: SpanTree, right: SpanTree, a: number[], b: number[], depth: number): AlignedRow[] {
  if (a.length === 0) return b.map((index) => ({ depth, left: null, right: index }));
  if (b.length === 0) return a.map((index) => ({ depth, left: index, right: null }));
  const signatures = (tree: SpanTree, indexes: number[]) =>
    indexes.map((index) => signatureOf(tree.spans[index] as SpanNode));
  const changes = diffArrays(signatures(left, a), signatures(right, b), { maxEditLength: mostEdits });
  if (changes === undefined) return inOrder(a, b, depth);
  const rows: AlignedRow[] = [];
  let [atLeft, atRight] = [0, 0];
  for (const change of changes) {
    for (let i = 0; i < change.count; i++) {
      rows.push({
        depth,
        left: change.added ? null : (a[atLeft++] as number),
        right: change.removed ? null : (b[atRight++] as number),
      });
    }
  }
  return rows;
}

function inOrder(a: number[], b: number[], depth: number): AlignedRow[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => ({
    depth,
    left: a[at] ?? null,
    right: b[at] ?? null,
  }));
}
