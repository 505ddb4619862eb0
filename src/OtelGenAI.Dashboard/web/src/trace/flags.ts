import { formatDuration } from "../format/duration";

/** What the flags of the server mean to a reader; one that is not here is shown by its own name. */
const meanings: Record<string, { label: string; meaning: string }> = {
  orphan: { label: "orphan", meaning: "Its parent is not in this trace." },
  placeholder: {
    label: "not received",
    meaning: "Spans name it as their parent, but it has not arrived: not sent here, sampled out, or still on its way.",
  },
  reused_trace_id: {
    label: "trace id used again",
    meaning: "It lies more than a week from the rest: probably another run with the same trace id.",
  },
  cycle: { label: "cycle", meaning: "Its parents lead back to itself; the circle was cut here." },
  duplicate: { label: "duplicate", meaning: "Two instrumentations recorded the same call; it is counted once." },
  clock_skew: {
    label: "clock skew",
    meaning: "It lies outside its parent's time: the clocks of the two machines differ.",
  },
  reported_tokens: {
    label: "reported",
    meaning: "Its tokens are what it reported about the calls below it; they are not added to the total.",
  },
};

/** How far a span is drawn from where its clock puts it. */
export function describeShift(shiftMs: number): string {
  return `drawn ${formatDuration(Math.abs(shiftMs))} ${shiftMs > 0 ? "later" : "earlier"} than its clock says`;
}

export function describeFlag(flag: string): { label: string; meaning: string } {
  return meanings[flag] ?? { label: flag.replaceAll("_", " "), meaning: flag };
}
