import { getExchanges } from "../api/calls";
import type { Exchange } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { textOf } from "./exchangeText";

interface Props {
  traceId: string;
  /** As more arrive, more may have been said. */
  spanCount: number;
}

/** What the user asked and what came back, on top of the page, whichever span is selected. */
export function QuestionAndAnswer({ traceId, spanCount }: Props) {
  const { answer, error } = useAnswer(`${traceId} ${spanCount}`, (signal) => getExchanges([traceId], signal));
  const exchange = answer?.items[0];
  if (answer !== null && exchange?.hasSpeaker !== true) return null;
  // While it is read, the lines keep their place and stay empty.
  return (
    <dl className="asked">
      <dt>Asked</dt>
      <dd dir="auto">{error === null ? lineOf(exchange, "asked") : "could not be loaded"}</dd>
      <dt>Answered</dt>
      <dd dir="auto">{error === null ? lineOf(exchange, "answered") : "could not be loaded"}</dd>
    </dl>
  );
}

/** A run that failed has a question and no answer, which is not the same as content that was left out. */
function lineOf(exchange: Exchange | undefined, side: "asked" | "answered"): string {
  if (exchange === undefined) return "";
  if (exchange.asked === null && exchange.answered === null) return "not captured";
  return textOf(exchange[side]) ?? "nothing";
}
