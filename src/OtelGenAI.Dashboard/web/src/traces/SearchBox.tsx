import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { CompletionItem } from "../api/contract";
import { useKeys } from "../controls/useKeys";
import { formatCompact } from "../format/number";
import { insert } from "../query/insert";
import { useCompletion } from "../query/useCompletion";
import { allTime, type TimeRange } from "../range/timeRange";
import { navigate } from "../routing/navigation";
import { asTraceId, tracesUrl, traceUrl } from "../routing/route";

/**
 * The search lives in the address; the box only edits it, and suggests what could come next. An id typed or pasted
 * opens that trace at once.
 */
export function SearchBox({ query, range = allTime }: { query: string; range?: TimeRange }) {
  const [text, setText] = useState(query);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const { completion, ask, close } = useCompletion();
  const id = useId();
  const { items } = completion;
  const isOpen = items.length > 0;

  useEffect(() => {
    setText(query);
    close();
  }, [query, close]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other suggestions, and none of them is marked
  useEffect(() => setActive(-1), [completion]);

  useKeys((event) => {
    if (event.key !== "/") return;
    event.preventDefault();
    input.current?.select();
    input.current?.focus();
  });

  function change(value: string) {
    setText(value);
    const traceId = asTraceId(value);
    if (traceId !== null) navigate(traceUrl(traceId));
    else if (value === "") {
      close();
      navigate(tracesUrl("", range), query === "");
    } else ask(value, input.current?.selectionStart ?? value.length);
  }

  function choose(item: CompletionItem) {
    const next = insert(text, completion, item);
    setText(next.text);
    close();
    // React writes the text first; then the caret goes where one types on.
    requestAnimationFrame(() => input.current?.setSelectionRange(next.at, next.at));
    if (item.kind !== "value") ask(next.text, next.at);
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Escape") {
      event.preventDefault(); // The browser would empty the box.
      if (isOpen) close();
      else event.currentTarget.blur();
    } else if (step !== 0) {
      event.preventDefault();
      if (isOpen) setActive((active + step + items.length + (active < 0 && step < 0 ? 1 : 0)) % items.length);
      else ask(text, event.currentTarget.selectionStart ?? text.length);
    } else if (isOpen && (event.key === "Tab" || event.key === "Enter")) {
      const item = items[event.key === "Tab" ? Math.max(0, active) : active];
      if (item === undefined) return;
      event.preventDefault();
      choose(item);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    close();
    navigate(tracesUrl(text.trim(), range));
  }

  return (
    <form className="search" role="search" onSubmit={submit}>
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Search traces"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
        value={text}
        placeholder="Search traces, or paste a trace id"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change(event.target.value)}
        onKeyDown={press}
        onBlur={close}
      />
      <kbd title="Press / to search">/</kbd>
      <div className="suggestions" id={id} role="listbox" aria-label="Suggestions" hidden={!isOpen}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box that has the focus
          <div
            key={item.text}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            data-testid="suggestion"
            // The box keeps the focus, or it would close before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(item)}
          >
            <span className="mono">{item.text}</span>
            <span className="dim">{item.meaning ?? (item.count === undefined ? "" : formatCompact(item.count))}</span>
          </div>
        ))}
      </div>
    </form>
  );
}
