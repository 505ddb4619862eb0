import type { ApiError } from "../api/request";
import { Notice } from "../controls/Notice";
import type { TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { tracesUrl } from "../routing/route";

interface Props {
  query: string;
  range: TimeRange;
  error: ApiError;
}

/** A query that the server refused, with a mark at the place that is wrong, and what was probably meant. */
export function QueryProblem({ query, range, error }: Props) {
  const { column, length, suggestion } = error.place ?? { column: 0, length: 0, suggestion: null };
  const mended = suggestion === null ? null : query.slice(0, column) + suggestion + query.slice(column + length);
  return (
    <Notice title="This search cannot be read" tone="error">
      <p className="mono query-problem">
        {query.slice(0, column)}
        <mark>{query.slice(column, column + Math.max(length, 1)) || " "}</mark>
        {query.slice(column + Math.max(length, 1))}
      </p>
      <p>{error.message}</p>
      {mended !== null && (
        <p>
          Search for{" "}
          <Link className="mono" href={tracesUrl(mended, range)}>
            {mended}
          </Link>{" "}
          instead.
        </p>
      )}
    </Notice>
  );
}
