import { useState } from "react";
import { placeOf, useSought } from "../find/sought";
import { formatCompact } from "../format/number";
import { shorten } from "./shorten";

/**
 * How much a first "show" brings. Laying out 5.4 MB of text at once froze the page for 2.6 s (Chromium 156, two cores,
 * 2026-11-20); this much takes a few hundredths of a second, and nobody reads more before clicking again.
 */
const firstReveal = 100_000;

const soughtReveal = 1_000;

interface Reveal {
  shown: string;
  isCut: boolean;
  /** What the button says, null when the text is short and there is nothing to reveal. */
  action: string | null;
  act(): void;
}

/** A long text in up to three steps: its beginning, a good deal of it, all of it. */
export function useReveal(text: string, characters: number, lines: number): Reveal {
  const [step, setStep] = useState(0);
  const sought = placeOf(useSought(), text);
  const beginning = shorten(text, characters, lines);
  // What is looked for is shown wherever it stands, with some of what follows.
  const short =
    sought < beginning.length
      ? beginning
      : shorten(text, Math.max(characters, sought + soughtReveal), Number.POSITIVE_INFINITY);
  const hasMore = short.length < text.length;
  const isHuge = text.length > firstReveal * 1.2;
  const shown = step === 0 ? short : step === 1 && isHuge ? shorten(text, firstReveal, Number.POSITIVE_INFINITY) : text;
  const isCut = shown.length < text.length;
  return {
    shown,
    isCut,
    action: hasMore ? describe(isCut, step === 0 && isHuge, text.length) : null,
    act: () => setStep(isCut ? step + 1 : 0),
  };
}

function describe(isCut: boolean, isPartial: boolean, characters: number): string {
  if (!isCut) return "Show less";
  return isPartial
    ? `Show more of ${formatCompact(characters)} characters`
    : `Show all (${formatCompact(characters)} characters)`;
}
