import { useEffect, useState } from "react";
import type { Message, SpanNode } from "../api/contract";
import { isAbort } from "../api/request";
import { getCachedSpan } from "../span/spanCache";
import type { SpanTree } from "./spanTree";

interface Props {
  tree: SpanTree;
  traceId: string;
}

interface Texts {
  question: string;
  answer: string;
}

/** One line is shown; more would only be laid out to be hidden. */
const shownCharacters = 600;

/** What the user asked and what came back, on top of the page, whichever span is selected. */
export function QuestionAndAnswer({ tree, traceId }: Props) {
  const texts = useTexts(tree, traceId);
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
function useTexts(tree: SpanTree, traceId: string): Texts | null | "none" {
  const [texts, setTexts] = useState<Texts | null>(null);
  const [first, last] = speakers(tree.spans);
  const firstId = first?.spanId;
  const lastId = last?.spanId;

  useEffect(() => {
    if (firstId === undefined || lastId === undefined) return;
    const controller = new AbortController();
    readTexts(traceId, firstId, lastId, controller.signal).then(setTexts, (error: unknown) => {
      if (!isAbort(error)) setTexts({ question: "could not be loaded", answer: "could not be loaded" });
    });
    return () => controller.abort();
  }, [traceId, firstId, lastId]);

  return firstId === undefined ? "none" : texts;
}

/** The outermost agent or workflow speaks for the run; without one, its first and last top-most call. */
function speakers(spans: readonly SpanNode[]): [SpanNode | undefined, SpanNode | undefined] {
  const outer = spans.find((span) => span.kind === "agent" || span.kind === "workflow");
  const firstCall = spans.find((span) => span.kind === "llm");
  const lastCall = spans.findLast((span) => span.kind === "llm" && span.depth === firstCall?.depth);
  return [outer ?? firstCall, outer ?? lastCall];
}

async function readTexts(traceId: string, firstId: string, lastId: string, signal: AbortSignal): Promise<Texts> {
  const [first, last] = await Promise.all([
    getCachedSpan(traceId, firstId, signal),
    getCachedSpan(traceId, lastId, signal),
  ]);
  const question = first.input?.findLast((message) => message.role === "user");
  const answer = last.output?.at(-1);
  const isCaptured = first.input !== null || last.output !== null;
  return { question: textOf(question, isCaptured), answer: textOf(answer, isCaptured) };
}

function textOf(message: Message | undefined, isCaptured: boolean): string {
  // A run that failed has a question and no answer, which is not the same as content that was left out.
  if (message === undefined) return isCaptured ? "nothing" : "not captured";
  const text = message.parts
    .filter((part) => part.type === "text" && typeof part.content === "string")
    .map((part) => part.content as string)
    .join(" ")
    .trim();
  return text === ""
    ? `no text, only ${message.parts.map((part) => part.type).join(", ")}`
    : text.slice(0, shownCharacters);
}
