import { type FormEvent, useEffect, useRef, useState } from "react";
import { isTyping } from "../controls/isTyping";
import { allTime, type TimeRange } from "../range/timeRange";
import { navigate } from "../routing/navigation";
import { asTraceId, tracesUrl, traceUrl } from "../routing/route";

/** The search lives in the address; the box only edits it. An id typed or pasted opens that trace at once. */
export function SearchBox({ query, range = allTime }: { query: string; range?: TimeRange }) {
  const [text, setText] = useState(query);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => setText(query), [query]);

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key !== "/" || isTyping(event)) return;
      event.preventDefault();
      input.current?.select();
      input.current?.focus();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  function change(value: string) {
    setText(value);
    const traceId = asTraceId(value);
    if (traceId !== null) navigate(traceUrl(traceId));
    else if (value === "") navigate(tracesUrl("", range), query === "");
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    navigate(tracesUrl(text.trim(), range));
  }

  return (
    <form className="search" role="search" onSubmit={submit}>
      <input
        ref={input}
        type="search"
        value={text}
        placeholder="Search traces, or paste a trace id"
        aria-label="Search traces"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <kbd title="Press / to search">/</kbd>
    </form>
  );
}
