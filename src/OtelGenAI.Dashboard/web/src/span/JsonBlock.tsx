import { useMemo } from "react";
import type { Json } from "../api/contract";
import { CopyButton } from "../controls/CopyButton";
import { prettyJson } from "../format/json";
import { colourJson } from "./colourJson";
import { useReveal } from "./useReveal";

interface Props {
  value: Json | undefined;
  /** What the value is, for the copy button: "arguments". */
  what: string;
  testId?: string;
}

const shownCharacters = 3_000;
const shownLines = 60;
const colouredCharacters = 50_000;

/** A value as indented JSON; text that is not JSON as the text it is. */
export function JsonBlock({ value, what, testId }: Props) {
  const whole = useMemo(() => prettyJson(value), [value]);
  const { shown, isCut, action, act } = useReveal(whole, shownCharacters, shownLines);
  // Colours cost a node per word, which is fine for some screens of JSON and not for a megabyte.
  const pieces = useMemo(() => (shown.length > colouredCharacters ? [shown] : colourJson(shown)), [shown]);
  return (
    <div className="json" data-testid={testId}>
      <CopyButton text={whole} what={what} />
      <pre>
        {pieces.map((piece, index) =>
          typeof piece === "string" ? (
            piece
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a fixed text
            <span key={index} className={`j-${piece.kind}`}>
              {piece.text}
            </span>
          ),
        )}
        {isCut && "\n…"}
      </pre>
      {action !== null && (
        <button type="button" className="show-all" aria-expanded={!isCut} onClick={act}>
          {action}
        </button>
      )}
    </div>
  );
}
