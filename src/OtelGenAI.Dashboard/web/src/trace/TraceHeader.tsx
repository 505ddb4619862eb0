import { otlpUrl } from "../api/calls";
import type { Json, TraceSummary } from "../api/contract";
import { CopyButton } from "../controls/CopyButton";
import { Fact } from "../controls/Fact";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, formatCount, formatScore } from "../format/number";
import { formatTimestamp, formatZone, parseTime } from "../format/time";
import { term } from "../query/terms";
import { Link } from "../routing/Link";
import { compareUrl, sessionUrl, traceCostUrl, tracesUrl, userUrl } from "../routing/route";
import { costTitle } from "../traces/TraceRow";
import { FailedNeighbours } from "./FailedNeighbours";
import { PinButton } from "./PinButton";

const metadataShown = 4;

interface Props {
  summary: TraceSummary;
  isFollowing: boolean;
  refreshError: Error | null;
  onReload(): void;
}

export function TraceHeader({ summary, isFollowing, refreshError, onReload }: Props) {
  const isFailed = summary.status === "error" || summary.errorCount > 0;
  return (
    <div className="trace-header">
      <div className="trace-title">
        <h1 title={summary.name}>{summary.name}</h1>
        <span className={`state ${isFailed ? "error" : "fine"}`}>{isFailed ? "Failed" : "No errors"}</span>
        <span className="trace-id mono">
          {summary.traceId} <CopyButton text={summary.traceId} what="trace id" />
        </span>
        <span className="trace-actions">
          {isFollowing && <span className="dim">updating as spans arrive</span>}
          {refreshError !== null && (
            <span className="error-text" role="alert">
              {refreshError.message}
            </span>
          )}
          <FailedNeighbours summary={summary} />
          <PinButton summary={summary} onChange={onReload} />
          <button type="button" className="quiet" onClick={onReload} title="Reload this trace (r)">
            Reload
          </button>
          <Link className="button quiet" href={compareUrl(summary.traceId)} title="Beside another trace">
            Compare
          </Link>
          <a className="button quiet" href={otlpUrl(summary.traceId)} download={`${summary.traceId}.otlp.json`}>
            OTLP JSON
          </a>
        </span>
      </div>
      <dl className="facts">
        <Fact name="Started">
          {formatTimestamp(parseTime(summary.startTime))}{" "}
          <span className="dim">{formatZone(parseTime(summary.startTime))}</span>
        </Fact>
        <Fact name="Duration">{formatDuration(summary.durationMs)}</Fact>
        <Fact name="Spans">{formatCount(summary.spanCount)}</Fact>
        {summary.errorCount > 0 && (
          <Fact name="Errors" isBad>
            {formatCount(summary.errorCount)}
          </Fact>
        )}
        <Fact
          name="Tokens"
          title="Summed over the calls themselves; what agents report about their calls is not added."
        >
          {formatCount(summary.inputTokens)} in
          <Parts
            parts={[
              ["cached", summary.cacheReadTokens],
              ["cache write", summary.cacheWriteTokens],
              ["audio", summary.audioInputTokens],
              ["image", summary.imageInputTokens],
            ]}
          />
          <span className="dim"> → </span>
          {formatCount(summary.outputTokens)} out
          <Parts
            parts={[
              ["reasoning", summary.reasoningTokens],
              ["audio", summary.audioOutputTokens],
              ["image", summary.imageOutputTokens],
            ]}
          />
        </Fact>
        <Fact name="Cost" title={costTitle(summary)}>
          <Link href={traceCostUrl(summary.traceId)}>{formatCost(summary.costUsd)}</Link>
          {summary.costUsd !== null && summary.unpricedCalls > 0 && (
            <span className="dim"> + {formatCount(summary.unpricedCalls)} unpriced</span>
          )}
        </Fact>
        {summary.services.length > 0 && (
          <Fact name={summary.services.length === 1 ? "Service" : "Services"}>{summary.services.join(", ")}</Fact>
        )}
        {summary.sessionId !== null && (
          <Fact name="Session">
            <Link href={sessionUrl(summary.sessionId)}>{summary.sessionId}</Link>
            <Narrow field="session" value={summary.sessionId} />
          </Fact>
        )}
        {summary.userId !== null && (
          <Fact name="User">
            <Link href={userUrl(summary.userId)}>{summary.userId}</Link>
            <Narrow field="user" value={summary.userId} />
          </Fact>
        )}
        {summary.environment !== null && <Fact name="Environment">{summary.environment}</Fact>}
        {summary.release !== null && <Fact name="Release">{summary.release}</Fact>}
        {summary.version !== null && <Fact name="Version">{summary.version}</Fact>}
        {summary.tags.length > 0 && (
          <Fact name="Tags">
            <span className="tags">
              {summary.tags.map((tag) => (
                <span key={tag} className="tag">
                  {tag}
                </span>
              ))}
            </span>
          </Fact>
        )}
        {summary.scores.map((score) => (
          <Fact
            key={score.name}
            name={score.name === "" ? "Score" : score.name}
            title={score.count === 1 ? "One evaluation" : `Mean of ${formatCount(score.count)} evaluations`}
          >
            {score.value === null ? (score.label ?? "—") : formatScore(score.value)}
            {score.value !== null && score.label !== null && <span className="dim"> {score.label}</span>}
          </Fact>
        ))}
        <Metadata entries={Object.entries(summary.metadata)} />
      </dl>
    </div>
  );
}

/** Leads to the list with the traces that share this. */
function Narrow({ field, value }: { field: "session" | "user"; value: string }) {
  return (
    <Link className="chip narrow" href={tracesUrl(term(field, value))} title={`Traces of the ${field} ${value}`}>
      filter<span className="only-heard"> by {field}</span>
    </Link>
  );
}

/** The first few; all of them are in the tooltip and in the attributes of the spans. */
function Metadata({ entries }: { entries: [string, Json][] }) {
  if (entries.length === 0) return null;
  const texts = entries.map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const more = texts.length - metadataShown;
  return (
    <Fact name="Metadata" title={texts.join("\n")}>
      <span className="metadata">{texts.slice(0, metadataShown).join(" · ")}</span>
      {more > 0 && <span className="dim"> + {formatCount(more)} more</span>}
    </Fact>
  );
}

/** Parts of a figure, in brackets, without those that are zero. */
function Parts({ parts }: { parts: [string, number][] }) {
  const some = parts.filter(([, count]) => count > 0);
  if (some.length === 0) return null;
  return <span className="dim"> ({some.map(([name, count]) => `${formatCompact(count)} ${name}`).join(", ")})</span>;
}
