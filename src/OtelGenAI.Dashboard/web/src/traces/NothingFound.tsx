import { Notice } from "../controls/Notice";
import { formatCount } from "../format/number";
import { allTime, type TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { tracesUrl } from "../routing/route";

interface Props {
  query: string;
  range: TimeRange;
  /** How many traces were looked at, when the search is not over. */
  examined: number | null;
  onMore(): void;
}

/** No trace of a search, with the ways to search less narrowly, or on. */
export function NothingFound({ query, range, examined, onMore }: Props) {
  if (examined !== null) {
    return (
      <Notice title="Nothing found yet">
        <p className="mono">{query}</p>
        <p>{formatCount(examined)} traces were looked at before the time for a search was over.</p>
        <button type="button" onClick={onMore}>
          Search further back
        </button>
      </Notice>
    );
  }
  return (
    <Notice title={query === "" ? "No trace in this time" : "No trace matches"}>
      {query !== "" && <p className="mono">{query}</p>}
      {query !== "" && range.is !== "all" && (
        <p>
          <Link href={tracesUrl(query, allTime)}>Search in all time</Link>
        </p>
      )}
      <p>
        <Link href="/">Show all traces</Link>
      </p>
    </Notice>
  );
}
