import { useState } from "react";
import { formatCompact } from "../format/number";
import { shorten } from "./shorten";

interface Props {
  text: string;
  shownCharacters?: number;
  shownLines?: number;
}

/** Text exactly as it was written, long ones cut until asked for. */
export function LongText({ text, shownCharacters = 2_000, shownLines = 40 }: Props) {
  const [isWhole, setIsWhole] = useState(false);
  const short = shorten(text, shownCharacters, shownLines);
  const isCut = short.length < text.length;
  return (
    <div className="long-text">
      <div className="text" dir="auto">
        {isWhole ? text : short}
        {isCut && !isWhole && "…"}
      </div>
      {isCut && (
        <button type="button" className="show-all" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? "Show less" : `Show all (${formatCompact(text.length)} characters)`}
        </button>
      )}
    </div>
  );
}
