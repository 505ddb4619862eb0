import type { UnmappedAttribute, UnmappedPage } from "../api/contract";
import { getUnmapped } from "../api/quality";
import { usePages } from "../api/useAnswer";
import { formatCount, plural } from "../format/number";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { tracesUrl } from "../routing/route";
import { type Column, DataTable } from "../table/DataTable";
import { ListState, MoreButton } from "../table/ListState";

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
  { key: "source", title: "On", needs: "medium", value: (item) => item.source, cell: (item) => item.source },
  {
    key: "types",
    title: "Type",
    needs: "wide",
    value: (item) => item.types[0] ?? "",
    cell: (item) => item.types.join(", "),
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
  const { items } = list;
  const about = list.pages[0];
  return (
    <ListState
      what="unmapped attributes"
      error={list.error}
      isLoading={list.isLoading}
      count={items.length}
      empty={<p>Every attribute that arrived is understood.</p>}
      onRetry={list.retry}
    >
      <DataTable
        label="Unmapped attributes"
        rows={items}
        columns={columns}
        rowKey={keyOf}
        href={(item) => tracesUrl(item.query, range)}
        initialSort={{ key: "spans", direction: "descending" }}
      />
      <p className="list-about">
        A row leads to the traces that have it.
        {about?.isExact === false && " A range counts whole days of arrival."}
        {about !== undefined &&
          about.uncounted > 0 &&
          ` ${plural(about.uncounted, "attribute")} more came under too many different names to be told apart.`}
      </p>
      <MoreButton hasMore={list.hasMore} onMore={list.loadMore} what="attributes" />
    </ListState>
  );
}

function keyOf(item: UnmappedAttribute): string {
  return JSON.stringify([item.source, item.service, item.attribute]);
}
