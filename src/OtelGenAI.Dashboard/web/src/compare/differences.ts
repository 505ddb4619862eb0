import type { SpanNode } from "../api/contract";
import type { SpanTree } from "../trace/spanTree";
import { type AlignedRow, signatureOf } from "./alignTraces";

/** What is not the same about a step that both runs have: its outcome, its model, its tokens. */
export function differencesOf(left: SpanNode, right: SpanNode): string[] {
  const found: string[] = [];
  if ((left.status === "error") !== (right.status === "error")) {
    found.push(left.status === "error" ? "failed on the left only" : "failed on the right only");
  } else if (left.errorType !== right.errorType) found.push(`error ${left.errorType} → ${right.errorType}`);
  const models = [modelOf(left), modelOf(right)];
  if (models[0] !== models[1]) found.push(`model ${models[0] ?? "none"} → ${models[1] ?? "none"}`);
  if (tokensOf(left) !== tokensOf(right)) found.push("other tokens");
  return found;
}

export function isDifferent({ left, right }: AlignedRow, a: SpanTree, b: SpanTree): boolean {
  if (left === null || right === null) return true;
  return differencesOf(a.spans[left] as SpanNode, b.spans[right] as SpanNode).length > 0;
}

/** Rows that differ, with the steps above them: without those nobody knows where they are. */
export function onlyDifferent(rows: readonly AlignedRow[], a: SpanTree, b: SpanTree): AlignedRow[] {
  const isKept = rows.map((row) => isDifferent(row, a, b));
  // Parents come before their children: going back, whatever is less deep than a kept row below it is above it.
  let depth = Number.POSITIVE_INFINITY;
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at] as AlignedRow;
    if (isKept[at]) depth = row.depth;
    else if (row.depth < depth) {
      isKept[at] = true;
      depth = row.depth;
    }
  }
  return rows.filter((_, at) => isKept[at]);
}

export interface StepCount {
  /** What the steps do, as a person reads it. */
  step: string;
  left: number;
  right: number;
}

/** Kinds of steps that one run has more of, those that differ most first. HTTP requests and queries follow from the steps. */
export function countDifferences(a: SpanTree, b: SpanTree): StepCount[] {
  const counts = new Map<string, StepCount>();
  const add = (tree: SpanTree, side: "left" | "right") => {
    for (const span of tree.spans) {
      if (span.kind === "span") continue;
      const step = signatureOf(span);
      const count = counts.get(step) ?? { step, left: 0, right: 0 };
      count[side]++;
      counts.set(step, count);
    }
  };
  add(a, "left");
  add(b, "right");
  return [...counts.values()]
    .filter((count) => count.left !== count.right)
    .sort((x, y) => Math.abs(y.right - y.left) - Math.abs(x.right - x.left));
}

function modelOf(span: SpanNode): string | null {
  return span.responseModel ?? span.requestModel;
}

function tokensOf(span: SpanNode): string {
  return `${span.tokens?.input ?? ""} ${span.tokens?.output ?? ""}`;
}
