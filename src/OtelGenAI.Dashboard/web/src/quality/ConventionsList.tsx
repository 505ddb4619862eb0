import type { ConventionFinding, ConventionPage } from "../api/contract";
import { getConventionFindings } from "../api/quality";
import { usePages } from "../api/useAnswer";
import { formatCount, plural } from "../format/number";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { traceUrl } from "../routing/route";
import { type Column, DataTable } from "../table/DataTable";
import { ListState, MoreButton } from "../table/ListState";
import { addUp } from "./addUp";

const levels: Record<ConventionFinding["level"], number> = { violation: 0, improvement: 1, information: 2 };

const columns: readonly Column<ConventionFinding>[] = [
  {
    key: "message",
    title: "Finding",
    value: (item) => item.message,
    cell: (item) => item.message,
  },
  {
    key: "level",
    title: "Level",
    value: (item) => levels[item.level],
    cell: (item) => (
      <span className="level" data-level={item.level}>
        {item.level}
      </span>
    ),
  },
  {
    key: "rule",
    title: "Rule",
    needs: "wide",
    value: (item) => item.rule,
    cell: (item) => <span className="mono">{item.rule}</span>,
  },
  {
    key: "attribute",
    title: "Attribute",
    needs: "medium",
    value: (item) => item.attribute,
    cell: (item) => (
      <span className="mono">
        {item.attribute}
        {item.successor !== null && <span className="dim"> → {item.successor}</span>}
      </span>
    ),
  },
  { key: "service", title: "Service", needs: "medium", value: (item) => item.service, cell: (item) => item.service },
  {
    key: "count",
    title: "Spans",
    isNumber: true,
    value: (item) => item.count,
    cell: (item) => formatCount(item.count),
  },
];

export function ConventionsList({ range }: { range: TimeRange }) {
  const list = usePages<ConventionFinding, ConventionPage>(`conventions ${rangeKey(range)}`, (cursor, signal) =>
    getConventionFindings(range, cursor, signal),
  );
  const items = addUp(list.items, keyOf, (a, b) => ({ ...a, count: a.count + b.count }));
  const spans = list.pages.reduce((sum, page) => sum + page.checkedSpans, 0);
  return (
    <ListState
      what="findings"
      error={list.error}
      isLoading={list.isLoading}
      count={items.length}
      empty={<p>{plural(spans, "span")} looked at; the conventions have nothing against them.</p>}
      onRetry={list.retry}
    >
      <DataTable
        label="Findings of the convention check"
        rows={items}
        columns={columns}
        rowKey={keyOf}
        href={(item) => traceUrl(item.example.traceId, item.example.spanId)}
        initialSort={{ key: "level", direction: "ascending" }}
      />
      <p className="list-about">{plural(spans, "span")} looked at. A row leads to one of the spans.</p>
      <MoreButton hasMore={list.hasMore} onMore={list.loadMore} what="spans" />
    </ListState>
  );
}

function keyOf(item: ConventionFinding): string {
  return JSON.stringify([item.service, item.rule, item.attribute, item.message]);
}
