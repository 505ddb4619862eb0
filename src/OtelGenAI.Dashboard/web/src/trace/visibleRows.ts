import { type Fold, isFoldedAway, type SpanTree } from "./spanTree";

/** The rows to draw, in order, after collapsing and folding. */
export interface VisibleRows {
  /** Span index of each row. */
  readonly spans: Int32Array;
  /** Indentation of each row; a folded ancestor does not count. */
  readonly depth: Int32Array;
  /** Row of each span, -1 when it is not shown. */
  readonly rowOf: Int32Array;
}

/** Which spans have their subtree closed, one flag per span. */
export type Collapsed = Uint8Array;

export function visibleRows(tree: SpanTree, collapsed: Collapsed, fold: Fold): VisibleRows {
  const count = tree.spans.length;
  const spans = new Int32Array(count);
  const depth = new Int32Array(count);
  const rowOf = new Int32Array(count).fill(-1);
  // Indentation that the children of a span get, whether it is shown or folded.
  const childDepth = new Int32Array(count);
  let rows = 0;
  for (let i = 0; i < count; ) {
    const parent = tree.parent[i] as number;
    const indent = parent < 0 ? 0 : (childDepth[parent] as number);
    const isFolded = isFoldedAway(tree.spans[i] as SpanTree["spans"][number], fold);
    childDepth[i] = isFolded ? indent : indent + 1;
    if (!isFolded) {
      spans[rows] = i;
      depth[rows] = indent;
      rowOf[i] = rows++;
    }
    // A folded span cannot be collapsed by the reader, so it is walked through even if it once was.
    i = collapsed[i] === 1 && !isFolded ? (tree.end[i] as number) : i + 1;
  }
  return {
    spans: spans.slice(0, rows),
    depth: depth.slice(0, rows),
    rowOf,
  };
}

/** Whether opening or closing this span would change anything. */
export function hasVisibleChildren(tree: SpanTree, index: number, fold: Fold): boolean {
  const kept = tree.keptBefore[fold];
  return (kept[tree.end[index] as number] as number) > (kept[index + 1] as number);
}

export function toggle(collapsed: Collapsed, index: number): Collapsed {
  const copy = collapsed.slice();
  copy[index] = copy[index] === 1 ? 0 : 1;
  return copy;
}

/** Everything closed but the roots, which would otherwise be all there is to see. */
export function collapseAll(tree: SpanTree): Collapsed {
  const collapsed = new Uint8Array(tree.spans.length);
  for (let i = 0; i < collapsed.length; i++) {
    if ((tree.parent[i] as number) >= 0 && (tree.end[i] as number) > i + 1) collapsed[i] = 1;
  }
  return collapsed;
}

/** Opens what is above a span, so that its row exists. */
export function reveal(tree: SpanTree, collapsed: Collapsed, index: number): Collapsed {
  let copy: Collapsed | null = null;
  for (let i = tree.parent[index] ?? -1; i >= 0; i = tree.parent[i] as number) {
    if (collapsed[i] !== 1) continue;
    copy ??= collapsed.slice();
    copy[i] = 0;
  }
  return copy ?? collapsed;
}

/** The same spans closed in a newer state of the trace, in which their places may have moved. */
export function carryOver(from: SpanTree, collapsed: Collapsed, to: SpanTree): Collapsed {
  const carried = new Uint8Array(to.spans.length);
  for (let i = 0; i < collapsed.length; i++) {
    if (collapsed[i] !== 1) continue;
    const index = to.indexOf.get(from.spans[i]?.spanId ?? "");
    if (index !== undefined) carried[index] = 1;
  }
  return carried;
}
