import { useRef } from "react";
import { useKeys } from "../controls/useKeys";
import type { TraceFind } from "../find/useTraceFind";
import { formatCount, plural } from "../format/number";
import type { Fold, SpanTree } from "./spanTree";

interface Props {
  tree: SpanTree;
  find: TraceFind;
  errorCount: number;
  fold: Fold;
  isCriticalShown: boolean;
  selected: number;
  onFold(fold: Fold): void;
  onCritical(): void;
  onGoTo(index: number): void;
  onError(direction: 1 | -1): void;
  onCollapseAll(): void;
  onExpandAll(): void;
}

export function TreeToolbar(props: Props) {
  const { errorCount, selected } = props;
  const { text, setText, found } = props.find;
  const input = useRef<HTMLInputElement>(null);

  // The browser's own find sees only the rows that are drawn.
  useKeys((event) => {
    if (event.key !== "f") return;
    event.preventDefault();
    input.current?.focus();
    input.current?.select();
  });

  function jump(direction: 1 | -1) {
    const index =
      direction === 1
        ? (found.find((candidate) => candidate > selected) ?? found[0])
        : (found.findLast((candidate) => candidate < selected) ?? found.at(-1));
    if (index !== undefined) props.onGoTo(index);
  }

  return (
    <div className="tree-toolbar" role="toolbar" aria-label="Tree">
      <input
        ref={input}
        type="search"
        className="tree-search"
        placeholder="Find in this trace"
        aria-label="Find in this trace"
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") jump(event.shiftKey ? -1 : 1);
          if (event.key === "Escape") {
            setText("");
            event.currentTarget.blur();
          }
        }}
      />
      {text.trim() !== "" && (
        <span className="found" role="status">
          {found.length === 0 ? "none" : `${position(found, selected)}${formatCount(found.length)}`}
        </span>
      )}
      <span className="toolbar-space" />
      {errorCount > 0 && (
        <button
          type="button"
          className="quiet error-text"
          onClick={() => props.onError(1)}
          title="Next error (e), previous (Shift+E)"
        >
          {plural(errorCount, "error")} ↓
        </button>
      )}
      <FoldButton
        {...props}
        what="infra"
        label="infra"
        title="Fold spans of HTTP, databases, queues and remote calls (i)"
      />
      <FoldButton {...props} what="others" label="not GenAI" title="Fold everything that is not GenAI (g)" />
      <button
        type="button"
        className="quiet"
        aria-pressed={props.isCriticalShown}
        onClick={props.onCritical}
        title="Show what the run waited for: making anything else faster would not have helped (c)"
      >
        Critical path
      </button>
      <button
        type="button"
        className="quiet"
        onClick={props.onCollapseAll}
        title="Collapse all ([)"
        aria-label="Collapse all"
      >
        ⊟
      </button>
      <button
        type="button"
        className="quiet"
        onClick={props.onExpandAll}
        title="Expand all (])"
        aria-label="Expand all"
      >
        ⊞
      </button>
    </div>
  );
}

/** Folds a class of spans away, and says how many they are; absent where there are none. */
function FoldButton(props: Props & { what: Exclude<Fold, "nothing">; label: string; title: string }) {
  const { tree, what, fold } = props;
  const count = tree.spans.length - (tree.keptBefore[what][tree.spans.length] ?? 0);
  const infra = tree.spans.length - (tree.keptBefore.infra[tree.spans.length] ?? 0);
  if (count === 0 || (what === "others" && count === infra)) return null;
  return (
    <button
      type="button"
      className="quiet"
      aria-pressed={fold === what}
      onClick={() => props.onFold(what)}
      title={props.title}
    >
      {fold === what ? "Unfold" : "Fold"} {formatCount(count)} {props.label}
    </button>
  );
}

/** "3 of " when the selected span is the third match. */
function position(found: readonly number[], selected: number): string {
  const at = found.indexOf(selected);
  return at < 0 ? "" : `${formatCount(at + 1)} of `;
}
