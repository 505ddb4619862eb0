import { Notice } from "../controls/Notice";
import { allTime, type TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { tracesUrl } from "../routing/route";

/** No trace of a search, with the ways to search less narrowly. */
export function NothingFound({ query, range }: { query: string; range: TimeRange }) {
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
