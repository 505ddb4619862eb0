/** What the flags of the server mean to a reader; one that is not here is shown by its own name. */
const meanings: Record<string, { label: string; meaning: string }> = {
  orphan: { label: "orphan", meaning: "Its parent is not in this trace." },
  missing_parent: { label: "no parent", meaning: "Its parent span has not arrived; it is shown as a root." },
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

export function describeFlag(flag: string): { label: string; meaning: string } {
  return meanings[flag] ?? { label: flag.replaceAll("_", " "), meaning: flag };
}
