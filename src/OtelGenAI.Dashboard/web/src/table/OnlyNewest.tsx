import { formatCount } from "../format/number";

/** Says when sums are those of the newest traces only. */
export function OnlyNewest({ answer }: { answer: { isComplete: boolean; examined: number } | null }) {
  if (answer === null || answer.isComplete) return null;
  return (
    <p className="list-about" role="note">
      Of the newest {formatCount(answer.examined)} traces: looking at all of them would take too long. A shorter time is
      looked at whole.
    </p>
  );
}
