import { useMemo, useState } from "react";
import type { Json } from "../api/contract";
import { CopyButton } from "../controls/CopyButton";
import { prettyJson } from "../format/json";
import { formatCompact } from "../format/number";
import { colourJson } from "./colourJson";
import { shorten } from "./shorten";

interface Props {
  value: Json | undefined;
  /** What the value is, for the copy button: "arguments". */
  what: string;
  testId?: string;
}

const shownCharacters = 3_000;
const shownLines = 60;

/** A value as indented JSON; text that is not JSON as the text it is. */
export function JsonBlock({ value, what, testId }: Props) {
  const [isWhole, setIsWhole] = useState(false);
  const whole = useMemo(() => prettyJson(value), [value]);
  const short = shorten(whole, shownCharacters, shownLines);
  const isCut = short.length < whole.length;
  // Colours cost a node per word, which is fine for a screen of JSON and not for a megabyte.
  const pieces = useMemo(
    () => (isWhole && whole.length > 200_000 ? [whole] : colourJson(isWhole ? whole : short)),
    [whole, short, isWhole],
  );
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
        {isCut && !isWhole && "\n…"}
      </pre>
      {isCut && (
        <button type="button" className="show-all" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? "Show less" : `Show all (${formatCompact(whole.length)} characters)`}
        </button>
      )}
    </div>
  );
}
