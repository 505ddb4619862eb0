import { exportUrl } from "../api/calls";
import { Menu } from "../controls/Menu";
import { RangePicker } from "../range/RangePicker";
import type { TimeRange } from "../range/timeRange";
import { navigate } from "../routing/navigation";
import { tracesUrl } from "../routing/route";
import { traceColumns } from "./columns";
import { defaultColumns, type ListSettings } from "./listSettings";
import { ViewsMenu } from "./ViewsMenu";

interface Props {
  query: string;
  range: TimeRange;
  settings: ListSettings;
  isLive: boolean;
  onSettings(change: Partial<ListSettings>): void;
  onLive(isLive: boolean): void;
}

/** What can be done with the list: narrowed, limited in time, kept, stopped, taken along. */
export function ListToolbar({ query, range, settings, isLive, onSettings, onLive }: Props) {
  return (
    <div className="list-toolbar" role="toolbar" aria-label="List of traces">
      <button
        type="button"
        aria-pressed={settings.areFacetsOpen}
        onClick={() => onSettings({ areFacetsOpen: !settings.areFacetsOpen })}
        title="Values to narrow the search with"
      >
        Facets
      </button>
      <RangePicker range={range} onChange={(chosen) => navigate(tracesUrl(query, chosen))} />
      <ColumnsMenu settings={settings} onSettings={onSettings} />
      <ViewsMenu query={query} range={range} settings={settings} onSettings={onSettings} />
      <Menu label="Export" title="The traces of this search as a file">
        {() => (
          <>
            <a className="menu-line" href={exportUrl("jsonl", query, range)} download>
              JSON Lines, one line of this list each
            </a>
            <a className="menu-line" href={exportUrl("csv", query, range)} download>
              CSV, for a spreadsheet
            </a>
            <a className="menu-line" href={exportUrl("otlp", query, range)} download>
              OTLP, everything, one trace a line
            </a>
            <p className="dim menu-line">The newest 10,000 of this search; the API takes a limit.</p>
          </>
        )}
      </Menu>
      <button
        type="button"
        className="live"
        aria-pressed={isLive}
        onClick={() => onLive(!isLive)}
        title={isLive ? "Stop showing new traces (l)" : "Show new traces as they arrive (l)"}
      >
        <span className="live-mark" aria-hidden="true" /> {isLive ? "Live" : "Paused"}
      </button>
    </div>
  );
}

function ColumnsMenu({ settings, onSettings }: Pick<Props, "settings" | "onSettings">) {
  function toggle(key: string) {
    const columns = settings.columns.includes(key)
      ? settings.columns.filter((other) => other !== key)
      : [...settings.columns, key];
    onSettings({ columns });
  }
  return (
    <Menu label="Columns">
      {() => (
        <>
          {traceColumns.map((column) => (
            <label key={column.key}>
              <input
                type="checkbox"
                checked={settings.columns.includes(column.key)}
                onChange={() => toggle(column.key)}
              />
              {column.title}
            </label>
          ))}
          <button type="button" className="menu-line" onClick={() => onSettings({ columns: defaultColumns })}>
            As it was at first
          </button>
          <p className="dim menu-line">Those without room are left out.</p>
        </>
      )}
    </Menu>
  );
}
