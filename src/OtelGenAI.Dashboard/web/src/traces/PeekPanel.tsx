import { getTrace } from "../api/calls";
import type { SpanNode, Trace } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { ErrorNotice } from "../controls/ErrorNotice";
import { Fact } from "../controls/Fact";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, formatCount, plural } from "../format/number";
import { Link } from "../routing/Link";
import { traceUrl } from "../routing/route";
import { KindBadge } from "../trace/KindBadge";
import { QuestionAndAnswer } from "../trace/QuestionAndAnswer";

/** More would be read in the trace itself. */
const shownSpans = 40;

/** A trace beside the list: what was asked, what came back, and its first steps. */
export function PeekPanel({ traceId, onClose }: { traceId: string; onClose(): void }) {
  const { answer, error, isLoading, retry } = useAnswer(traceId, (signal) => getTrace(traceId, signal));
  return (
    <aside className="peek" aria-label="Peek at the trace" data-testid="peek" data-trace-id={traceId}>
      <div className="peek-head">
        <Link href={traceUrl(traceId)}>Open</Link>
        <button type="button" className="quiet" onClick={onClose} title="Close (Space)">
          Close
        </button>
      </div>
      {error !== null && <ErrorNotice error={error} what="trace" onRetry={retry} isCompact />}
      {answer !== null && !isLoading && error === null && <Peek trace={answer} />}
    </aside>
  );
}

function Peek({ trace }: { trace: Trace }) {
  const { summary, spans, findings } = trace;
  return (
    <>
      <h2>{summary.name === "" ? summary.traceId : summary.name}</h2>
      <dl className="facts">
        <Fact name="Duration">{formatDuration(summary.durationMs)}</Fact>
        <Fact name="Cost">{formatCost(summary.costUsd)}</Fact>
        <Fact name="Tokens">
          {formatCompact(summary.inputTokens)} → {formatCompact(summary.outputTokens)}
        </Fact>
        <Fact name="Errors" isBad={summary.errorCount > 0}>
          {formatCount(summary.errorCount)}
        </Fact>
        {findings !== null && (
          <Fact name="Findings" isBad={findings.error > 0}>
            {formatCount(findings.error + findings.warning + findings.info)}
          </Fact>
        )}
        {summary.sessionId !== null && <Fact name="Session">{summary.sessionId}</Fact>}
        {summary.userId !== null && <Fact name="User">{summary.userId}</Fact>}
      </dl>
      <QuestionAndAnswer traceId={summary.traceId} spanCount={spans.length} />
      <ol className="peek-spans">
        {spans.slice(0, shownSpans).map((span, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two spans of a broken client may share an id
          <PeekSpan key={at} span={span} traceId={summary.traceId} />
        ))}
      </ol>
      {spans.length > shownSpans && <p className="dim">and {plural(spans.length - shownSpans, "more span")}</p>}
    </>
  );
}

function PeekSpan({ span, traceId }: { span: SpanNode; traceId: string }) {
  return (
    <li style={{ paddingLeft: `${Math.min(span.depth, 8) * 10}px` }}>
      <KindBadge kind={span.kind} />
      <Link href={traceUrl(traceId, span.spanId)} className={span.status === "error" ? "error-text" : undefined}>
        {span.name}
      </Link>
      <span className="dim number">{formatDuration(span.durationMs)}</span>
    </li>
  );
}
