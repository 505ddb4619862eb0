import type { TraceGroup } from "../api/contract";
import { Fact } from "../controls/Fact";
import { formatCompact, formatCost, formatCount, formatShare } from "../format/number";
import { formatTimestamp, parseTime } from "../format/time";
import { Link } from "../routing/Link";
import { userUrl } from "../routing/route";

/** The sums of a session or a user. */
export function GroupFacts({ group }: { group: TraceGroup }) {
  return (
    <dl className="facts list-facts">
      {group.userId !== undefined && (
        <Fact name="User">
          <Link href={userUrl(group.userId)}>{group.userId}</Link>
        </Fact>
      )}
      <Fact name="First trace">{formatTimestamp(parseTime(group.startTime))}</Fact>
      <Fact name="Last trace">{formatTimestamp(parseTime(group.lastTraceTime))}</Fact>
      <Fact name="Traces">{formatCount(group.traceCount)}</Fact>
      {group.failedTraceCount > 0 && (
        <Fact name="Failed" isBad>
          {formatCount(group.failedTraceCount)}
        </Fact>
      )}
      <Fact name="Model calls">{formatCount(group.calls)}</Fact>
      <Fact name="Tokens" title={`${formatCount(group.inputTokens)} input, ${formatCount(group.outputTokens)} output`}>
        {formatCompact(group.inputTokens)} in → {formatCompact(group.outputTokens)} out
      </Fact>
      {group.inputTokens > 0 && <Fact name="From cache">{formatShare(group.cacheReadTokens, group.inputTokens)}</Fact>}
      <Fact name="Cost">
        {formatCost(group.costUsd)}
        {group.unpricedCalls > 0 && <span className="dim"> + {formatCount(group.unpricedCalls)} unpriced</span>}
      </Fact>
    </dl>
  );
}
