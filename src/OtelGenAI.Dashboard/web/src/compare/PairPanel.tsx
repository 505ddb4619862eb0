import type { SpanNode } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { ErrorNotice } from "../controls/ErrorNotice";
import { Link } from "../routing/Link";
import { traceUrl } from "../routing/route";
import { getCachedSpan } from "../span/spanCache";
import { DiffLines } from "../transcript/DiffLines";
import { differencesOf } from "./differences";
import { textDifferences } from "./spanTexts";
import "../transcript/transcript.css";

interface Props {
  leftId: string;
  rightId: string;
  left: SpanNode | null;
  right: SpanNode | null;
}

/** What a step says on the left and on the right, line by line. */
export function PairPanel({ leftId, rightId, left, right }: Props) {
  return (
    <aside className="pair-panel" aria-label="The step on both sides" data-testid="pair-panel">
      <h2>{(left ?? right)?.name}</h2>
      <p>
        {left !== null && <Link href={traceUrl(leftId, left.spanId)}>Left</Link>}
        {left !== null && right !== null && " · "}
        {right !== null && <Link href={traceUrl(rightId, right.spanId)}>Right</Link>}
      </p>
      {left !== null && right !== null ? (
        <>
          {differencesOf(left, right).map((difference) => (
            <p key={difference}>{difference}</p>
          ))}
          <Texts leftId={leftId} rightId={rightId} left={left} right={right} />
        </>
      ) : (
        <p className="dim">
          {left === null ? "Only the right run has this step." : "Only the left run has this step."}
        </p>
      )}
    </aside>
  );
}

function Texts({ leftId, rightId, left, right }: { leftId: string; rightId: string; left: SpanNode; right: SpanNode }) {
  const { answer, error, retry } = useAnswer(`${leftId} ${left.spanId} ${rightId} ${right.spanId}`, async (signal) => {
    const [a, b] = await Promise.all([
      getCachedSpan(leftId, left.spanId, signal),
      getCachedSpan(rightId, right.spanId, signal),
    ]);
    return textDifferences(a, b);
  });
  if (error !== null) return <ErrorNotice error={error} what="texts" onRetry={retry} isCompact />;
  if (answer === null) return <p className="loading late">Comparing…</p>;
  if (answer.length === 0) return <p className="dim">What was said and returned is the same, or was not captured.</p>;
  return answer.map((difference) => (
    <DiffLines key={difference.title} title={difference.title} lines={difference.lines} />
  ));
}
