import { getUnmapped, type UnmappedAttribute, type UnmappedPage } from "../api/quality";
import { usePages } from "../api/useAnswer";
import { formatCount, plural } from "../format/number";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { traceUrl } from "../routing/route";
import { type Column, DataTable } from "../table/DataTable";
import { ListState, MoreButton } from "../table/ListState";
import { addUp } from "./addUp";

const columns: readonly Column<UnmappedAttribute>[] = [
  {
    key: "attribute",
    title: "Attribute",
    value: (item) => item.attribute,
    cell: (item) => <span className="mono">{item.attribute}</span>,
  },
  {
    key: "service",
    title: "Service",
    value: (item) => item.service,
    cell: (item) => item.service ?? <span className="dim">none named</span>,
  },
  {
    key: "spans",
    title: "Spans",
    isNumber: true,
    value: (item) => item.spans,
    cell: (item) => formatCount(item.spans),
  },
];

export function UnmappedList({ range }: { range: TimeRange }) {
  const list = usePages<UnmappedAttribute, UnmappedPage>(`unmapped ${rangeKey(range)}`, (cursor, signal) =>
    getUnmapped(range, cursor, signal),
  );
  const items = addUp(list.items, keyOf, (a, b) => ({ ...a, spans: a.spans + b.spans }));
  const spans = list.pages.reduce((sum, page) => sum + page.checkedSpans, 0);
  return (
    <ListState
      what="unmapped attributes"
      error={list.error}
      isLoading={list.isLoading}
      count={items.length}
      empty={<p>Every attribute of {plural(spans, "span")} is understood.</p>}
      onRetry={list.retry}
    >
      <DataTable
        label="Unmapped attributes"
        rows={items}
        columns={columns}
        rowKey={keyOf}
        href={(item) => traceUrl(item.example.traceId, item.example.spanId)}
        initialSort={{ key: "spans", direction: "descending" }}
      />
      <p className="list-about">{plural(spans, "span")} looked at. A row leads to one of the spans.</p>
      <MoreButton hasMore={list.hasMore} onMore={list.loadMore} what="spans" />
    </ListState>
  );
}

function keyOf(item: UnmappedAttribute): string {
  return JSON.stringify([item.service, item.attribute]);
}
