import { type MouseEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useKeys } from "../controls/useKeys";
import { Link } from "../routing/Link";
import { navigate } from "../routing/navigation";
import { nextSort, type Sort, sorted } from "./sorting";
import "./table.css";

export interface Column<T> {
  /** Fixed word for the address and for tests. */
  key: string;
  title: string;
  /** What the figures mean, for the tooltip of the heading. */
  hint?: string;
  isNumber?: boolean;
  /** What rows are ordered by; null comes last in either direction. Left out where an order says nothing. */
  value?(row: T): number | string | null;
  cell(row: T): ReactNode;
  /** Screens without room leave it out: `wide` needs a desktop, `medium` a tablet. */
  needs?: "wide" | "medium";
}

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey(row: T): string;
  /** Where a click on the row leads; its first cell is the link. */
  href?(row: T): string | null;
  initialSort?: Sort;
}

/** A table that is sorted by its headings and walked with j, k and Enter. */
export function DataTable<T>({ label, rows, columns, rowKey, href, initialSort }: Props<T>) {
  const [sort, setSort] = useState<Sort | null>(initialSort ?? null);
  const shown = useMemo(
    () => sorted(rows, sort, columns.find((column) => column.key === sort?.key)?.value),
    [rows, sort, columns],
  );
  const [selectedKey, setSelectedKey] = useState<string | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);

  useKeys((event) => {
    const at = shown.findIndex((row) => rowKey(row) === selectedKey);
    const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const to = Math.max(0, Math.min(shown.length - 1, at + step));
      const row = shown[to];
      if (row === undefined) return;
      setSelectedKey(rowKey(row));
      body.current?.rows[to]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && at >= 0 && !isOperated(event.target)) {
      const url = href?.(shown[at] as T);
      if (url !== undefined && url !== null) navigate(url);
    }
  });

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="data-table-scroller" aria-label={label} tabIndex={0}>
      <table className="data-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={classOf(column)}
                title={column.hint}
                aria-sort={sort?.key === column.key ? sort.direction : undefined}
              >
                {column.value === undefined ? (
                  column.title
                ) : (
                  <button type="button" onClick={() => setSort(nextSort(sort, column.key, column.isNumber === true))}>
                    {column.title}
                    <span aria-hidden="true" className="sort-mark">
                      {sort?.key !== column.key ? "" : sort.direction === "ascending" ? "↑" : "↓"}
                    </span>
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((row) => (
            <DataRow
              key={rowKey(row)}
              row={row}
              id={rowKey(row)}
              columns={columns}
              href={href?.(row) ?? null}
              isSelected={rowKey(row) === selectedKey}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps<T> {
  row: T;
  id: string;
  columns: readonly Column<T>[];
  href: string | null;
  isSelected: boolean;
}

function DataRow<T>({ row, id, columns, href, isSelected }: RowProps<T>) {
  function open(event: MouseEvent<HTMLTableRowElement>) {
    if (href === null || event.defaultPrevented || isOperated(event.target)) return;
    if (window.getSelection()?.isCollapsed === false) return; // The reader was marking text to copy.
    if (event.ctrlKey || event.metaKey) window.open(href, "_blank", "noopener");
    else navigate(href);
  }

  return (
    // The keys are those of the table (j, k, Enter) and of the link inside.
    <tr data-testid="data-row" data-key={id} data-selected={isSelected} data-leads={href !== null} onClick={open}>
      {columns.map((column, place) =>
        place === 0 ? (
          <th key={column.key} scope="row" className={classOf(column)}>
            {href === null ? column.cell(row) : <Link href={href}>{column.cell(row)}</Link>}
          </th>
        ) : (
          <td key={column.key} className={classOf(column)}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}

function classOf<T>(column: Column<T>): string {
  return [column.isNumber === true ? "number" : "", column.needs === undefined ? "" : `needs-${column.needs}`]
    .join(" ")
    .trim();
}

/** Whether the key or click is for a control inside the row. */
function isOperated(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a, button, input, select, summary, textarea") !== null;
}
