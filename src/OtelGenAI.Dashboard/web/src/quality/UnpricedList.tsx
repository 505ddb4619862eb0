import type { UnpricedModel, UnpricedPage } from "../api/contract";
import { getUnpriced } from "../api/quality";
import { usePages } from "../api/useAnswer";
import { CopyButton } from "../controls/CopyButton";
import { formatCompact, formatCount, plural } from "../format/number";
import { formatTimestamp, parseTime } from "../format/time";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { traceUrl } from "../routing/route";
import { type Column, DataTable } from "../table/DataTable";
import { ListState, MoreButton } from "../table/ListState";

const reasons: Record<UnpricedModel["reason"], string> = {
  no_price: "The price table has no row for it.",
  no_tokens: "Nobody counted its tokens, so there is nothing to multiply.",
  no_model: "The calls name no model.",
};

const columns: readonly Column<UnpricedModel>[] = [
  {
    key: "model",
    title: "Model",
    value: (item) => item.model,
    cell: (item) => item.model ?? "no model named",
  },
  {
    key: "provider",
    title: "Provider",
    needs: "medium",
    value: (item) => item.provider,
    cell: (item) => item.provider ?? <span className="dim">none named</span>,
  },
  { key: "reason", title: "Why", needs: "medium", cell: (item) => reasons[item.reason] },
  {
    key: "calls",
    title: "Calls",
    isNumber: true,
    value: (item) => item.calls,
    cell: (item) => formatCount(item.calls),
  },
  {
    key: "tokens",
    title: "Tokens",
    isNumber: true,
    value: (item) => item.inputTokens + item.outputTokens,
    cell: (item) => `${formatCompact(item.inputTokens)} → ${formatCompact(item.outputTokens)}`,
  },
  {
    key: "last",
    title: "Last seen",
    needs: "wide",
    value: (item) => parseTime(item.lastSeen),
    cell: (item) => formatTimestamp(parseTime(item.lastSeen)),
  },
  {
    key: "row",
    title: "Row for the price file",
    hint: "Goes into the file of Prices:File. Prices are USD per million tokens; where it says null, write one in.",
    needs: "wide",
    cell: (item) =>
      item.row !== null && (
        <span className="price-row">
          <code>{JSON.stringify(item.row)}</code>
          <CopyButton text={JSON.stringify(item.row)} what="price row" />
        </span>
      ),
  },
];

export function UnpricedList({ range }: { range: TimeRange }) {
  const list = usePages<UnpricedModel, UnpricedPage>(`unpriced ${rangeKey(range)}`, (cursor, signal) =>
    getUnpriced(range, cursor, signal),
  );
  const looked = list.pages.reduce((sum, page) => sum + page.traces, 0);
  return (
    <ListState
      what="unpriced models"
      error={list.error}
      isLoading={list.isLoading}
      count={list.items.length}
      empty={<p>Every model call of {plural(looked, "trace")} has a price.</p>}
      onRetry={list.retry}
    >
      <DataTable
        label="Unpriced models"
        rows={list.items}
        columns={columns}
        rowKey={(item) => `${item.provider} ${item.model} ${item.reason} ${item.example.spanId}`}
        href={(item) => traceUrl(item.example.traceId, item.example.spanId)}
      />
      <p className="list-about">
        {plural(looked, "trace")} looked at, price table {list.pages[0]?.priceTable}. A row leads to one of the calls.
      </p>
      <MoreButton hasMore={list.hasMore} onMore={list.loadMore} what="traces" />
    </ListState>
  );
}
