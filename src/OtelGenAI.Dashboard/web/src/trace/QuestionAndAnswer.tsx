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
  question: string | null;
  answer: string | null;
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
      <dd>{texts === "loading" ? "" : (texts.question ?? <NotCaptured />)}</dd>
      <dt>Answered</dt>
      <dd>{texts === "loading" ? "" : (texts.answer ?? <NotCaptured />)}</dd>
    </dl>
  );
}

function NotCaptured() {
  return <span className="dim">not captured</span>;
}

function useTexts(tree: SpanTree, traceId: string): Texts | "loading" | "none" {
  const [texts, setTexts] = useState<Texts | "loading">("loading");
  const [first, last] = speakers(tree.spans);
  const firstId = first?.spanId;
  const lastId = last?.spanId;

  useEffect(() => {
    if (firstId === undefined || lastId === undefined) return;
    const controller = new AbortController();
    readTexts(traceId, firstId, lastId, controller.signal).then(setTexts, (error: unknown) => {
      // The panel tells about a failing server; here the lines just stay empty.
      if (!isAbort(error)) setTexts({ question: null, answer: null });
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
  const question = (first.input ?? []).findLast((message) => message.role === "user");
  const answer = last.output?.at(-1);
  return { question: textOf(question), answer: textOf(answer) };
}

function textOf(message: Message | undefined): string | null {
  if (message === undefined) return null;
  const text = message.parts
    .filter((part) => part.type === "text" && typeof part.content === "string")
    .map((part) => part.content as string)
    .join(" ")
    .trim();
  return text === "" ? null : text.slice(0, shownCharacters);
}
