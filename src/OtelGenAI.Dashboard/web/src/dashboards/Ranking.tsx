import { useState } from "react";
import { getGroups, type Page, type TraceGroup } from "../api/usage";
import { usePages } from "../api/useAnswer";
import { formatCost, formatCount, formatShare, plural } from "../format/number";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { sessionUrl, userUrl } from "../routing/route";
import { ListState, MoreButton } from "../table/ListState";

const measures = {
  cost: { title: "Cost", of: (group: TraceGroup) => group.costUsd, text: formatCost },
  tokens: { title: "Tokens", of: (group: TraceGroup): number | null => group.totalTokens, text: countText },
  traces: { title: "Traces", of: (group: TraceGroup): number | null => group.traceCount, text: countText },
  failed: { title: "Failed traces", of: (group: TraceGroup): number | null => group.failedTraceCount, text: countText },
};

type Measure = keyof typeof measures;

/** Users or sessions are too many for lines over time: the largest of them, with their share of all. */
export function Ranking({ list, range }: { list: "users" | "sessions"; range: TimeRange }) {
  const [chosen, setChosen] = useState<Measure>("cost");
  const { items, error, isLoading, hasMore, loadMore, retry } = usePages<TraceGroup, Page<TraceGroup>>(
    `${list} ${rangeKey(range)}`,
    (cursor, signal) => getGroups(list, range, cursor, signal, 1_000),
  );
  const measure = measures[chosen];
  const all = items.reduce((sum, group) => sum + (measure.of(group) ?? 0), 0);
  const ranked = [...items].sort((a, b) => (measure.of(b) ?? -1) - (measure.of(a) ?? -1)).slice(0, 50);
  const largest = ranked[0] === undefined ? 0 : (measure.of(ranked[0]) ?? 0);
  return (
    <ListState
      what={list}
      error={error}
      isLoading={isLoading}
      count={items.length}
      empty={<p>No trace of this time names one.</p>}
      onRetry={retry}
    >
      <div className="legend">
        <label className="labelled">
          <span className="dim">By</span>
          <select value={chosen} onChange={(event) => setChosen(event.target.value as Measure)}>
            {(Object.keys(measures) as Measure[]).map((name) => (
              <option key={name} value={name}>
                {measures[name].title}
              </option>
            ))}
          </select>
        </label>
        <span className="dim">
          the first {formatCount(ranked.length)} of {plural(items.length, list.slice(0, -1))}
          {hasMore && ", more not read yet"}
        </span>
      </div>
      <ol className="ranking">
        {ranked.map((group) => {
          const value = measure.of(group);
          return (
            <li key={group.id}>
              <Link href={list === "users" ? userUrl(group.id) : sessionUrl(group.id)}>{group.id}</Link>
              <span className="ranking-bar" aria-hidden="true">
                <span style={{ width: `${largest > 0 ? ((value ?? 0) / largest) * 100 : 0}%` }} />
              </span>
              <span className="number">{value === null ? "—" : measure.text(value)}</span>
              <span className="number dim">{formatShare(value ?? 0, all)}</span>
            </li>
          );
        })}
      </ol>
      <MoreButton hasMore={hasMore} onMore={loadMore} what={list} />
    </ListState>
  );
}

function countText(value: number | null): string {
  return formatCount(value ?? 0);
}
