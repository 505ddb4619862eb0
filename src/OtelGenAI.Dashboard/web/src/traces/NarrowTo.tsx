import { hasTerm, toggleTerm } from "../query/edit";
import { term } from "../query/terms";
import { allTime } from "../range/timeRange";
import { Link } from "../routing/Link";
import { useRoute } from "../routing/navigation";
import { tracesUrl } from "../routing/route";

/** A value in the list that narrows the search to itself, whatever else it asks for. */
export function NarrowTo({ field, value }: { field: "session" | "user"; value: string }) {
  const route = useRoute();
  const [query, range] = route.page === "traces" ? [route.query, route.range] : ["", allTime];
  const wanted = term(field, value);
  return (
    <Link
      className="narrow-to"
      href={tracesUrl(hasTerm(query, wanted) ? query : toggleTerm(query, wanted), range)}
      title={`Only the traces of the ${field} ${value}`}
    >
      {value}
    </Link>
  );
}
