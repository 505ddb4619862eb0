import type { Score } from "../api/contract";
import { formatTimestamp, parseTime } from "../format/time";
import { LongText } from "./LongText";

/** What evaluations said about a span, each with who said it and why. */
export function ScoreList({ scores }: { scores: Score[] }) {
  if (scores.length === 0) return <p className="dim">Nothing was evaluated.</p>;
  return (
    <ol className="scores" data-testid="scores">
      {scores.map((score, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one thing may be evaluated again with the same result
        <li key={index}>
          <h3>
            {score.name}
            {score.value !== null && <span className="score-value">{score.value}</span>}
            {score.label !== null && <span className="score-label">{score.label}</span>}
            {score.errorType !== null && <span className="error-text">failed: {score.errorType}</span>}
          </h3>
          {score.explanation !== null && <LongText text={score.explanation} />}
          <p className="dim">
            <time dateTime={score.time}>{formatTimestamp(parseTime(score.time))}</time>, {sourceOf(score.source)}
          </p>
        </li>
      ))}
    </ol>
  );
}

function sourceOf(source: string): string {
  if (source.startsWith("events[")) return `reported by the application on this span (${source})`;
  if (source.startsWith("logs[")) return `reported in a log record of this span (${source})`;
  return source === "trace" ? "reported for the response of this call" : source;
}
