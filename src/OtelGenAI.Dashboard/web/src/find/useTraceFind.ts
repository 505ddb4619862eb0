import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { findInTrace } from "../api/calls";
import type { TextHit } from "../api/contract";
import { findSpans } from "../trace/findSpans";
import type { SpanTree } from "../trace/spanTree";

/** A pause this long in typing is a question to the server. */
const restMs = 150;

export interface FoundHit {
  index: number;
  hit: TextHit;
}

export interface TraceFind {
  text: string;
  setText(text: string): void;
  /** Indexes of the spans that show or say it, in tree order. */
  found: readonly number[];
  /** Those that say it, with the place. */
  hits: readonly FoundHit[];
  /** False when the server did not look at all of the trace, or did not answer. */
  isWhole: boolean;
  /** What is looked for as it stands in a span; null when nothing is. */
  soughtIn(index: number): string | null;
}

interface Said {
  text: string;
  items: readonly TextHit[];
  isWhole: boolean;
}

/** Finds text in a trace: in what the rows show, at once; and in what the spans said, as soon as the server has looked. */
export function useTraceFind(tree: SpanTree, traceId: string): TraceFind {
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const said = useSaid(traceId, wanted);

  const shown = useMemo(() => findSpans(tree.spans, wanted), [tree, wanted]);
  const hits = useMemo(() => placed(tree, said.items), [tree, said]);
  const found = useMemo(() => {
    const all = new Set(shown);
    for (const { index } of hits) all.add(index);
    return [...all].sort((a, b) => a - b);
  }, [shown, hits]);

  return {
    text,
    setText,
    found,
    hits,
    isWhole: said.isWhole,
    soughtIn: (index) => (wanted === "" ? null : (hits.find((one) => one.index === index)?.hit.match ?? wanted)),
  };
}

const nothing: Said = { text: "", items: [], isWhole: true };

function useSaid(traceId: string, text: string): Said {
  const [said, setSaid] = useState(nothing);
  useEffect(() => {
    // Without a letter or digit there is no word to look for.
    if (!/[\p{L}\p{N}]/u.test(text)) return setSaid(nothing);
    const controller = new AbortController();
    const timer = setTimeout(() => {
      findInTrace(traceId, text, controller.signal).then(
        ({ items, isWhole }) => setSaid({ text, items, isWhole }),
        () => {
          if (!controller.signal.aborted) setSaid({ text, items: [], isWhole: false });
        },
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [traceId, text]);
  // The answer to an earlier text would name places where this one is not.
  return said.text === text ? said : nothing;
}

/** The first place of each span, in tree order; a log record that names no span has no row to lead to. */
function placed(tree: SpanTree, items: readonly TextHit[]): FoundHit[] {
  const first = new Map<number, TextHit>();
  for (const hit of items) {
    const index = hit.spanId === null ? undefined : tree.indexOf.get(hit.spanId);
    if (index !== undefined && !first.has(index)) first.set(index, hit);
  }
  return [...first].map(([index, hit]) => ({ index, hit })).sort((a, b) => a.index - b.index);
}
