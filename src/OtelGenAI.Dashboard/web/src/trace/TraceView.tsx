import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Trace } from "../api/contract";
import { Splitter } from "../controls/Splitter";
import { navigate } from "../routing/navigation";
import { traceUrl } from "../routing/route";
import { SpanPanel } from "../span/SpanPanel";
import { Highlighted } from "./Highlighted";
import { defaultSpan, findHighlights, nextError } from "./highlights";
import { type SpanTreeHandle, SpanTreeView } from "./SpanTreeView";
import { buildSpanTree, type SpanTree } from "./spanTree";
import { TraceHeader } from "./TraceHeader";
import { TreeToolbar } from "./TreeToolbar";
import { usePanelWidth } from "./usePanelWidth";
import { useTreeKeys } from "./useTreeKeys";
import { type Collapsed, carryOver, collapseAll, reveal, toggle, visibleRows } from "./visibleRows";

interface Props {
  trace: Trace;
  spanId: string | null;
  isFollowing: boolean;
  refreshError: Error | null;
  onReload(): void;
}

/** One trace on screen: what matters on top, the tree on the left, the selected span on the right. */
export function TraceView({ trace, spanId, isFollowing, refreshError, onReload }: Props) {
  const traceId = trace.summary.traceId;
  const tree = useMemo(() => buildSpanTree(trace.spans), [trace]);
  const highlights = useMemo(() => findHighlights(tree), [tree]);
  const treeView = useRef<SpanTreeHandle>(null);
  const [panel, panelBounds, setPanelWidth] = usePanelWidth();

  const [collapsed, setCollapsed] = useCollapsed(tree);
  const [isFolded, setIsFolded] = useState(false);
  const rows = useMemo(() => visibleRows(tree, collapsed, isFolded), [tree, collapsed, isFolded]);

  const [selected, setSelected] = useSelected(tree, spanId, defaultSpan(tree, highlights));

  const select = useCallback(
    (index: number) => {
      const span = tree.spans[index];
      if (span === undefined) return;
      setSelected(index);
      // Replaced, not pushed: Back leads to the list, however many spans were looked at.
      navigate(traceUrl(traceId, span.spanId), true);
    },
    [tree, traceId, setSelected],
  );

  /** Selects a span wherever it hides. */
  const goTo = useCallback(
    (index: number) => {
      setCollapsed((current) => reveal(tree, current, index));
      const span = tree.spans[index];
      if (span?.kind === "span" && span.status !== "error") setIsFolded(false);
      select(index);
      treeView.current?.scrollToSpan(index);
    },
    [tree, select, setCollapsed],
  );

  const toggleSpan = useCallback((index: number) => setCollapsed((current) => toggle(current, index)), [setCollapsed]);
  const goToError = useCallback(
    (direction: 1 | -1) => {
      const index = nextError(highlights.errors, selected, direction);
      if (index !== null) goTo(index);
    },
    [highlights, selected, goTo],
  );
  const collapseEverything = useCallback(() => setCollapsed(collapseAll(tree)), [tree, setCollapsed]);
  const expandEverything = useCallback(() => setCollapsed(new Uint8Array(tree.spans.length)), [tree, setCollapsed]);
  const toggleFold = useCallback(() => setIsFolded((current) => !current), []);

  // The row of the selected span, or of the nearest ancestor that is shown when it is inside a closed subtree.
  let shownRow = rows.rowOf[selected] ?? -1;
  for (let i = selected; shownRow < 0 && i >= 0; ) {
    i = tree.parent[i] ?? -1;
    shownRow = rows.rowOf[i] ?? -1;
  }

  useTreeKeys({
    tree,
    rows,
    collapsed,
    isFolded,
    row: shownRow,
    onSelect: (index) => {
      select(index);
      treeView.current?.scrollToSpan(index);
    },
    onToggle: toggleSpan,
    onError: goToError,
    onFold: toggleFold,
    onCollapseAll: collapseEverything,
    onExpandAll: expandEverything,
    onReload,
  });

  // A deep link, or the span chosen for the reader, is brought into view once; later the reader scrolls.
  const [arrivedAt] = useState(selected);
  useEffect(() => {
    treeView.current?.scrollToSpan(arrivedAt);
  }, [arrivedAt]);

  const span = tree.spans[selected];
  return (
    <main className="trace">
      <TraceHeader summary={trace.summary} isFollowing={isFollowing} refreshError={refreshError} onReload={onReload} />
      <Highlighted tree={tree} highlights={highlights} traceId={traceId} onSelect={goTo} />
      <div className="trace-split">
        <section className="tree-pane" aria-label="Spans">
          <TreeToolbar
            tree={tree}
            errorCount={highlights.errors.length}
            isFolded={isFolded}
            selected={selected}
            onFold={toggleFold}
            onGoTo={goTo}
            onError={goToError}
            onCollapseAll={collapseEverything}
            onExpandAll={expandEverything}
          />
          {spanId !== null && !tree.indexOf.has(spanId) && (
            <p className="error-line" role="alert">
              Span {spanId} is not in this trace. It may not have arrived yet.
            </p>
          )}
          <SpanTreeView
            ref={treeView}
            tree={tree}
            rows={rows}
            collapsed={collapsed}
            isFolded={isFolded}
            selected={selected}
            selectedRow={shownRow}
            onSelect={select}
            onToggle={toggleSpan}
          />
          <TreeKeysHint />
        </section>
        <Splitter {...panelBounds} width={panel} label="Width of the span panel" onChange={setPanelWidth} />
        <div className="panel-pane" style={{ width: panel }}>
          {span !== undefined && (
            <SpanPanel
              key={selected}
              traceId={traceId}
              span={span}
              startOffsetMs={tree.start[selected] ?? 0}
              selfMs={tree.self[selected] ?? 0}
            />
          )}
        </div>
      </div>
    </main>
  );
}

function TreeKeysHint() {
  return (
    <p className="tree-keys">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> move
      </span>
      <span>
        <kbd>←</kbd> <kbd>→</kbd> close, open
      </span>
      <span>
        <kbd>e</kbd> next error
      </span>
      <span>
        <kbd>i</kbd> infrastructure
      </span>
      <span>
        <kbd>[</kbd> <kbd>]</kbd> all
      </span>
      <span>
        <kbd>f</kbd> find
      </span>
    </p>
  );
}

/** Closed subtrees, kept by span when a newer state of the trace arrives. */
function useCollapsed(tree: SpanTree) {
  const [state, setState] = useState<{ tree: SpanTree; flags: Collapsed }>(() => ({
    tree,
    flags: new Uint8Array(tree.spans.length),
  }));
  const flags = state.tree === tree ? state.flags : carryOver(state.tree, state.flags, tree);
  if (state.tree !== tree) setState({ tree, flags });
  const change = useCallback(
    (next: Collapsed | ((current: Collapsed) => Collapsed)) =>
      setState((current) => ({
        tree: current.tree,
        flags: typeof next === "function" ? next(current.flags) : next,
      })),
    [],
  );
  return [flags, change] as const;
}

/**
 * The selected span's index. The address decides when it names a span that is not the selected one (Back, Forward, a
 * link); an index rather than an id is kept because two spans of a broken client may share an id.
 */
function useSelected(tree: SpanTree, spanId: string | null, fallback: number) {
  const find = () => (spanId === null ? undefined : tree.indexOf.get(spanId));
  const [state, setState] = useState(() => ({ tree, index: find() ?? fallback, spanId }));
  let index = state.index;
  if (state.tree !== tree || state.spanId !== spanId) {
    const isSame = state.tree === tree && tree.spans[index]?.spanId === spanId;
    const before = state.tree.spans[index]?.spanId ?? "";
    if (!isSame) index = find() ?? tree.indexOf.get(before) ?? fallback;
    setState({ tree, index, spanId });
  }
  const select = useCallback((next: number) => setState((current) => ({ ...current, index: next })), []);
  return [index, select] as const;
}
