import type { TraceScore } from "../api/contract";
import { formatScore, plural } from "../format/number";

/** Scores by name, on as many lines. */
export function Scores({ scores }: { scores: readonly TraceScore[] }) {
  if (scores.length === 0) return <span className="dim">–</span>;
  return (
    <>
      {scores.map((score) => (
        <div key={score.name} title={plural(score.count, "evaluation")}>
          <span className="dim">{score.name}</span> {scoreText(score)}
        </div>
      ))}
    </>
  );
}

export function scoreText({ value, label }: TraceScore): string {
  return value === null ? (label ?? "–") : formatScore(value);
}
