import { type CSSProperties, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SpanNode, Trace } from "../api/contract";
import { Notice } from "../controls/Notice";
import { Splitter } from "../controls/Splitter";
import { CostView } from "../cost/CostView";
import { FindResults } from "../find/FindResults";
import { Sought } from "../find/sought";
import { useTraceFind } from "../find/useTraceFind";
import { FindingsBar } from "../findings/FindingsBar";
import { useFindings } from "../findings/useFindings";
import { plural } from "../format/number";
import { Link } from "../routing/Link";
import { navigate } from "../routing/navigation";
import { traceCostUrl, traceUrl, transcriptUrl, type TraceView as View } from "../routing/route";
import { SpanPanel } from "../span/SpanPanel";
import { TranscriptView } from "../transcript/TranscriptView";
import { Highlighted } from "./Highlighted";
import { defaultSpan, findHighlights, nextError, noHighlights, wayTo } from "./highlights";
import { type SpanTreeHandle, SpanTreeView } from "./SpanTreeView";
import { buildSpanTree, type Fold, isFoldedAway, isPlaceholder, type SpanTree } from "./spanTree";
import { TraceHeader } from "./TraceHeader";
import { TreeToolbar } from "./TreeToolbar";
import { usePanelWidth } from "./usePanelWidth";
import { useTreeKeys } from "./useTreeKeys";
import { type Collapsed, carryOver, collapseAll, reveal, toggle, visibleRows } from "./visibleRows";

interface Props {
  trace: Trace;
  spanId: string | null;
  view: View;
  /** Only the beginning of it is there; the rest is on its way. */
  isPartial: boolean;
  isFollowing: boolean;
  refreshError: Error | null;
  onReload(): void;
}

/** One trace on screen: what matters on top, the tree on the left, the selected span on the right. */
export function TraceView({ trace, spanId, view, isPartial, isFollowing, refreshError, onReload }: Props) {
  const traceId = trace.summary.traceId;
  const tree = useMemo(() => buildSpanTree(trace.spans), [trace]);
  // Of a beginning nobody knows what took most.
  const highlights = useMemo(() => (isPartial ? noHighlights : findHighlights(tree)), [tree, isPartial]);
  const wayToError = useMemo(() => wayTo(tree, highlights.causes[0]), [tree, highlights]);
  const treeView = useRef<SpanTreeHandle>(null);
  const findings = useFindings(trace);
  const [panel, panelBounds, setPanelWidth] = usePanelWidth();

  const [collapsed, setCollapsed] = useCollapsed(tree);
  const [fold, setFold] = useState<Fold>("nothing");
  const [isCriticalShown, setIsCriticalShown] = useState(false);
  const rows = useMemo(() => visibleRows(tree, collapsed, fold), [tree, collapsed, fold]);

  const find = useTraceFind(tree, traceId);
  const [selected, setSelected] = useSelected(tree, spanId, defaultSpan(tree, highlights));

  const isChosen = useRef(spanId !== null || highlights.causes.length > 0);
  const select = useCallback(
    (index: number) => {
      const span = tree.spans[index];
      if (span === undefined) return;
      isChosen.current = true;
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
      if (span !== undefined) setFold((current) => (isFoldedAway(span, current) ? "nothing" : current));
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
  const toggleFold = useCallback((what: Fold) => setFold((current) => (current === what ? "nothing" : what)), []);
  const toggleCritical = useCallback(() => setIsCriticalShown((current) => !current), []);

  // The row of the selected span, or of the nearest ancestor that is shown when it is inside a closed subtree.
  let shownRow = rows.rowOf[selected] ?? -1;
  for (let i = selected; shownRow < 0 && i >= 0; ) {
    i = tree.parent[i] ?? -1;
    shownRow = rows.rowOf[i] ?? -1;
  }

  useTreeKeys({
    isActive: view === "tree",
    tree,
    rows,
    collapsed,
    fold,
    row: shownRow,
    onSelect: (index) => {
      select(index);
      treeView.current?.scrollToSpan(index);
    },
    onToggle: toggleSpan,
    onError: goToError,
    onFold: toggleFold,
    onCritical: toggleCritical,
    onCollapseAll: collapseEverything,
    onExpandAll: expandEverything,
    onReload,
  });

  // A deep link, or the span chosen for the reader, is brought into view once; later the reader scrolls.
  const [arrivedAt] = useState(selected);
  useEffect(() => {
    if (view === "tree") treeView.current?.scrollToSpan(arrivedAt);
  }, [view, arrivedAt]);

  // A run without an error opens at what the first finding shows, if the reader has not chosen meanwhile.
  const first = findings.page?.items.find((finding) => finding.severity !== "info")?.spanIds[0];
  useEffect(() => {
    const index = first === undefined ? undefined : tree.indexOf.get(first);
    if (isChosen.current || index === undefined) return;
    isChosen.current = true;
    setSelected(index);
    treeView.current?.scrollToSpan(index);
  }, [first, tree, setSelected]);

  const span = tree.spans[selected];
  return (
    <main className="trace">
      <TraceHeader
        summary={trace.summary}
        isFollowing={isFollowing || isPartial}
        refreshError={refreshError}
        onReload={onReload}
      />
      <Highlighted tree={tree} highlights={highlights} traceId={traceId} onSelect={goTo} />
      <FindingsBar findings={findings} tree={tree} traceId={traceId} onSelect={goTo} />
      <nav className="trace-views" aria-label="Views of the run">
        <Link href={traceUrl(traceId, span?.spanId ?? null)} aria-current={view === "tree" ? "page" : undefined}>
          Tree
        </Link>
        <Link href={transcriptUrl(traceId)} aria-current={view === "transcript" ? "page" : undefined}>
          Transcript
        </Link>
        <Link href={traceCostUrl(traceId)} aria-current={view === "cost" ? "page" : undefined}>
          Tokens and cost
        </Link>
      </nav>
      {view === "transcript" && <TranscriptView trace={trace} />}
      {view === "cost" && <CostView trace={trace} />}
      {view === "tree" && (
        <div className="trace-split">
          <section className="tree-pane" aria-label="Spans">
            <TreeToolbar
              tree={tree}
              find={find}
              errorCount={highlights.errors.length}
              fold={fold}
              isCriticalShown={isCriticalShown}
              selected={selected}
              onFold={toggleFold}
              onCritical={toggleCritical}
              onGoTo={goTo}
              onError={goToError}
              onCollapseAll={collapseEverything}
              onExpandAll={expandEverything}
            />
            <FindResults tree={tree} find={find} selected={selected} onGoTo={goTo} />
            {spanId !== null && !isPartial && !tree.indexOf.has(spanId) && (
              <p className="error-line" role="alert">
                Span {spanId} is not in this trace. It may not have arrived yet.
              </p>
            )}
            <SpanTreeView
              ref={treeView}
              tree={tree}
              rows={rows}
              collapsed={collapsed}
              fold={fold}
              wayToError={wayToError}
              isCriticalShown={isCriticalShown}
              selected={selected}
              selectedRow={shownRow}
              onSelect={select}
              onToggle={toggleSpan}
            />
            <TreeKeysHint />
          </section>
          <Splitter {...panelBounds} width={panel} label="Width of the span panel" onChange={setPanelWidth} />
          <div className="panel-pane" style={{ "--panel-width": `${panel}px` } as CSSProperties}>
            {span !== undefined && isPlaceholder(span) && <MissingSpan span={span} />}
            {span !== undefined && !isPlaceholder(span) && (
              <Sought value={find.soughtIn(selected)}>
                <SpanPanel
                  key={selected}
                  traceId={traceId}
                  span={span}
                  traceLogs={trace.logs ?? []}
                  startOffsetMs={tree.start[selected] ?? 0}
                />
              </Sought>
            )}
          </div>
        </div>
      )}
    </main>
  );
}

/** A parent that children name and nobody sent has nothing to open. */
function MissingSpan({ span }: { span: SpanNode }) {
  return (
    <aside className="span-panel" data-testid="span-panel" data-span-id={span.spanId} aria-label="Span not received">
      <Notice title="This span was not received">
        <p className="mono">{span.spanId}</p>
        <p>
          {plural(span.subtree?.spans ?? 0, "span")} below it name it as their parent. It may have been sent to another
          collector, sampled out, or be still on its way; when it arrives it takes this place.
        </p>
      </Notice>
    </aside>
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
        <kbd>c</kbd> critical path
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
