import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { isTyping } from "../controls/isTyping";
import { formatCount, plural } from "../format/number";
import { findSpans } from "./findSpans";
import type { SpanTree } from "./spanTree";

interface Props {
  tree: SpanTree;
  errorCount: number;
  isFolded: boolean;
  selected: number;
  onFold(): void;
  onGoTo(index: number): void;
  onError(direction: 1 | -1): void;
  onCollapseAll(): void;
  onExpandAll(): void;
}

export function TreeToolbar(props: Props) {
  const { tree, errorCount, isFolded, selected } = props;
  const infrastructureCount = tree.spans.length - (tree.keptBefore[tree.spans.length] ?? 0);
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(text);
  const found = useMemo(() => findSpans(tree.spans, wanted), [tree, wanted]);

  // The browser's own find sees only the rows that are drawn.
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key !== "f" || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

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
      <button
        type="button"
        className="quiet"
        aria-pressed={isFolded}
        disabled={infrastructureCount === 0}
        onClick={props.onFold}
        title="Fold HTTP, database and other spans that are not GenAI (i)"
      >
        {isFolded ? "Unfold" : "Fold"} {formatCount(infrastructureCount)} infra
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

/** "3 of " when the selected span is the third match. */
function position(found: number[], selected: number): string {
  const at = found.indexOf(selected);
  return at < 0 ? "" : `${formatCount(at + 1)} of `;
}
