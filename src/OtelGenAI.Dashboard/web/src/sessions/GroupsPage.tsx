import type { Page, TraceGroup } from "../api/contract";
import { getGroups } from "../api/usage";
import { usePages } from "../api/useAnswer";
import { formatDuration } from "../format/duration";
import { formatCost, formatCount } from "../format/number";
import { formatMinute, parseTime } from "../format/time";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { listUrl, sessionUrl, userUrl } from "../routing/route";
import { type Column, DataTable } from "../table/DataTable";
import { ListPage } from "../table/ListPage";
import { ListState, MoreButton } from "../table/ListState";
import { CacheHits, Cost, Errors, Tokens } from "../usage/Figures";

const figures: readonly Column<TraceGroup>[] = [
  {
    key: "traces",
    title: "Traces",
    isNumber: true,
    value: (group) => group.traceCount,
    cell: (group) => formatCount(group.traceCount),
  },
  {
    key: "failed",
    title: "Failed",
    hint: "Traces with an error, and their share",
    isNumber: true,
    value: (group) => group.failedTraceCount,
    cell: (group) => <Errors count={group.failedTraceCount} of={group.traceCount} />,
  },
  {
    key: "calls",
    title: "Calls",
    hint: "Model calls, each counted once",
    isNumber: true,
    needs: "medium",
    value: (group) => group.calls,
    cell: (group) => formatCount(group.calls),
  },
  {
    key: "tokens",
    title: "Tokens",
    isNumber: true,
    needs: "medium",
    value: (group) => group.totalTokens,
    cell: (group) => <Tokens of={group} />,
  },
  {
    key: "cache",
    title: "From cache",
    isNumber: true,
    needs: "wide",
    value: (group) => (group.inputTokens === 0 ? null : group.cacheReadTokens / group.inputTokens),
    cell: (group) => <CacheHits of={group} />,
  },
  {
    key: "cost",
    title: "Cost",
    isNumber: true,
    value: (group) => group.costUsd,
    cell: (group) => <Cost of={group} />,
  },
];

const perTrace: Column<TraceGroup> = {
  key: "perTrace",
  title: "Per trace",
  hint: "Cost of a trace on average",
  isNumber: true,
  needs: "medium",
  value: (group) => (group.costUsd === null ? null : group.costUsd / group.traceCount),
  cell: (group) => formatCost(group.costUsd === null ? null : group.costUsd / group.traceCount),
};

const last: Column<TraceGroup> = {
  key: "last",
  title: "Last trace",
  needs: "medium",
  value: (group) => parseTime(group.lastTraceTime),
  cell: (group) => <span className="time">{formatMinute(parseTime(group.lastTraceTime))}</span>,
};

const lasted: Column<TraceGroup> = {
  key: "lasted",
  title: "Lasted",
  hint: "From the start of its first trace to the end of its last one",
  isNumber: true,
  needs: "wide",
  value: duration,
  cell: (group) => formatDuration(duration(group)),
};

const kinds = {
  sessions: {
    title: "Sessions",
    about: "Conversations across traces. A row leads to the conversation, turn by turn.",
    empty: "No trace of this time names a session. They are told apart by the conversation id that spans carry.",
    url: sessionUrl,
    columns: [
      { key: "id", title: "Session", value: (group: TraceGroup) => group.id, cell: (group: TraceGroup) => group.id },
      {
        key: "user",
        title: "User",
        needs: "wide" as const,
        value: (group: TraceGroup) => group.userId ?? null,
        cell: (group: TraceGroup) => group.userId ?? <span className="dim">none named</span>,
      },
      ...figures,
      lasted,
      last,
    ],
  },
  users: {
    title: "Users",
    about: "Who the traces were made for, with what they cost. A row leads to the history of a user.",
    empty: "No trace of this time names a user.",
    url: userUrl,
    columns: [
      { key: "id", title: "User", value: (group: TraceGroup) => group.id, cell: (group: TraceGroup) => group.id },
      ...figures,
      perTrace,
      last,
    ],
  },
};

/** Sessions or users: sums over the traces that name them. */
export function GroupsPage({ list, range }: { list: "sessions" | "users"; range: TimeRange }) {
  const kind = kinds[list];
  const { items, error, isLoading, hasMore, loadMore, retry } = usePages<TraceGroup, Page<TraceGroup>>(
    `${list} ${rangeKey(range)}`,
    (cursor, signal) => getGroups(list, range, cursor, signal),
  );
  return (
    <ListPage
      title={kind.title}
      about={
        range.is === "all"
          ? kind.about
          : `${kind.about} Those with a trace in this time; the sums are of all their traces.`
      }
      range={range}
      urlOf={(chosen) => listUrl(list, chosen)}
    >
      <ListState
        what={list}
        error={error}
        isLoading={isLoading}
        count={items.length}
        empty={<p>{kind.empty}</p>}
        onRetry={retry}
      >
        <DataTable
          label={kind.title}
          rows={items}
          columns={kind.columns}
          rowKey={(group) => group.id}
          href={(group) => kind.url(group.id)}
        />
        <MoreButton hasMore={hasMore} onMore={loadMore} what={list} />
      </ListState>
    </ListPage>
  );
}

function duration(group: TraceGroup): number {
  return parseTime(group.endTime) - parseTime(group.startTime);
}
