import { useKeys } from "../controls/useKeys";
import type { Fold, SpanTree } from "./spanTree";
import { type Collapsed, hasVisibleChildren, type VisibleRows } from "./visibleRows";

interface TreeKeys {
  /** Whether there is a tree to move in. */
  isActive: boolean;
  tree: SpanTree;
  rows: VisibleRows;
  collapsed: Collapsed;
  fold: Fold;
  /** The row that the keys move from. */
  row: number;
  onSelect(index: number): void;
  onToggle(index: number): void;
  onError(direction: 1 | -1): void;
  onFold(fold: Fold): void;
  onCritical(): void;
  onCollapseAll(): void;
  onExpandAll(): void;
  onReload(): void;
}

/** Keyboard of the trace page. It works without focusing the tree first, as a reader has only one tree before them. */
export function useTreeKeys(keys: TreeKeys): void {
  useKeys((event) => {
    if (keys.isActive && !isOwnedElsewhere(event) && act(event, keys)) event.preventDefault();
  });
}

/** Arrows inside the panel scroll it, and tabs move among themselves. */
function isOwnedElsewhere(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  const isMove = /^(Arrow|Page|Home|End)/.test(event.key);
  return isMove && target.closest(".panel-pane, .splitter") !== null;
}

function act(event: KeyboardEvent, keys: TreeKeys): boolean {
  switch (event.key) {
    case "ArrowDown":
    case "j":
      return moveTo(keys, keys.row + 1);
    case "ArrowUp":
    case "k":
      return moveTo(keys, keys.row - 1);
    case "PageDown":
      return moveTo(keys, keys.row + 15);
    case "PageUp":
      return moveTo(keys, keys.row - 15);
    case "Home":
      return moveTo(keys, 0);
    case "End":
      return moveTo(keys, keys.rows.spans.length - 1);
    case "ArrowRight":
      return openOrEnter(keys);
    case "ArrowLeft":
      return closeOrLeave(keys);
    case "e":
      keys.onError(1);
      return true;
    case "E":
      keys.onError(-1);
      return true;
    case "i":
      keys.onFold("infra");
      return true;
    case "g":
      keys.onFold("others");
      return true;
    case "c":
      keys.onCritical();
      return true;
    case "[":
      keys.onCollapseAll();
      return true;
    case "]":
      keys.onExpandAll();
      return true;
    case "r":
      keys.onReload();
      return true;
    default:
      return false;
  }
}

function moveTo(keys: TreeKeys, row: number): boolean {
  const last = keys.rows.spans.length - 1;
  const index = keys.rows.spans[Math.max(0, Math.min(last, row))];
  if (index !== undefined) keys.onSelect(index);
  return true;
}

function openOrEnter(keys: TreeKeys): boolean {
  const index = keys.rows.spans[keys.row];
  if (index === undefined || !hasVisibleChildren(keys.tree, index, keys.fold)) return true;
  if (keys.collapsed[index] === 1) keys.onToggle(index);
  else moveTo(keys, keys.row + 1);
  return true;
}

function closeOrLeave(keys: TreeKeys): boolean {
  const index = keys.rows.spans[keys.row];
  if (index === undefined) return true;
  if (keys.collapsed[index] !== 1 && hasVisibleChildren(keys.tree, index, keys.fold)) {
    keys.onToggle(index);
    return true;
  }
  for (let i = keys.tree.parent[index] ?? -1; i >= 0; i = keys.tree.parent[i] ?? -1) {
    const row = keys.rows.rowOf[i] ?? -1;
    if (row >= 0) return moveTo(keys, row);
  }
  return true;
}
