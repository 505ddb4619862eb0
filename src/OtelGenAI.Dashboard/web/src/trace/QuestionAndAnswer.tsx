import { useEffect, useState } from "react";
import type { Message, SpanNode } from "../api/contract";
import { isAbort } from "../api/request";
import { getCachedSpan } from "../span/spanCache";
import type { SpanTree } from "./spanTree";

interface Props {
  tree: SpanTree;
  traceId: string;
  /** Its last call is still on its way. */
  isPartial: boolean;
}

interface Texts {
  question: string;
  answer: string;
}

/** One line is shown; more would only be laid out to be hidden. */
const shownCharacters = 600;

/** What the user asked and what came back, on top of the page, whichever span is selected. */
export function QuestionAndAnswer({ tree, traceId, isPartial }: Props) {
  const texts = useTexts(tree, traceId, isPartial);
  if (texts === "none") return null;
  return (
    <dl className="asked">
      <dt>Asked</dt>
      <dd>{texts?.question}</dd>
      <dt>Answered</dt>
      <dd>{texts?.answer}</dd>
    </dl>
  );
}

/** Null while loading: the lines keep their place and stay empty. */
function useTexts(tree: SpanTree, traceId: string, isPartial: boolean): Texts | null | "none" {
  const [texts, setTexts] = useState<Texts | null>(null);
  const pairs = JSON.stringify(speakers(tree.spans));

  useEffect(() => {
    if (isPartial) return;
    const controller = new AbortController();
    readTexts(traceId, JSON.parse(pairs) as Speakers[], controller.signal).then(setTexts, (error: unknown) => {
      if (!isAbort(error)) setTexts({ question: "could not be loaded", answer: "could not be loaded" });
    });
    return () => controller.abort();
  }, [traceId, pairs, isPartial]);

  return pairs === "[]" ? "none" : texts;
}

/** The spans that have the question and the answer; often one. */
type Speakers = [first: string, last: string];

/**
 * The outermost agent or workflow speaks for the run, where its instrumentation says what went in and came out; else its
 * first and last top-most call.
 */
function speakers(spans: readonly SpanNode[]): Speakers[] {
  const outer = spans.find((span) => span.kind === "agent" || span.kind === "workflow");
  const firstCall = spans.find((span) => span.kind === "llm");
  const lastCall = spans.findLast((span) => span.kind === "llm" && span.depth === firstCall?.depth);
  const pairs: Speakers[] = [];
  if (outer !== undefined) pairs.push([outer.spanId, outer.spanId]);
  if (firstCall !== undefined && lastCall !== undefined) pairs.push([firstCall.spanId, lastCall.spanId]);
  return pairs;
}

async function readTexts(traceId: string, pairs: readonly Speakers[], signal: AbortSignal): Promise<Texts> {
  for (const [firstId, lastId] of pairs) {
    const [first, last] = await Promise.all([
      getCachedSpan(traceId, firstId, signal),
      getCachedSpan(traceId, lastId, signal),
    ]);
    if (first.input === null && last.output === null) continue;
    const question = first.input?.findLast((message) => message.role === "user");
    return { question: textOf(question), answer: textOf(last.output?.at(-1)) };
  }
  return { question: "not captured", answer: "not captured" };
}

/** A run that failed has a question and no answer, which is not the same as content that was left out. */
function textOf(message: Message | undefined): string {
  if (message === undefined) return "nothing";
  const text = message.parts
    .filter((part) => part.type === "text" && typeof part.content === "string")
    .map((part) => part.content as string)
    .join(" ")
    .trim();
  return text === ""
    ? `no text, only ${message.parts.map((part) => part.type).join(", ")}`
    : text.slice(0, shownCharacters);
}
