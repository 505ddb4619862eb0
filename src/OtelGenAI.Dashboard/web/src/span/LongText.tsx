import { useReveal } from "./useReveal";

interface Props {
  text: string;
  shownCharacters?: number;
  shownLines?: number;
}

/** Text exactly as it was written, long ones cut until asked for. */
export function LongText({ text, shownCharacters = 2_000, shownLines = 40 }: Props) {
  const { shown, isCut, action, act } = useReveal(text, shownCharacters, shownLines);
  return (
    <div className="long-text">
      <div className="text" dir="auto">
        {shown}
        {isCut && "…"}
      </div>
      {action !== null && (
        <button type="button" className="show-all" aria-expanded={!isCut} onClick={act}>
          {action}
        </button>
      )}
    </div>
  );
}
