import { getFacet } from "../api/calls";
import type { Facet } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { formatCompact, formatCount } from "../format/number";
import { hasTerm, toggleTerm } from "../query/edit";
import { termOf } from "../query/terms";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { navigate } from "../routing/navigation";
import { tracesUrl } from "../routing/route";

interface Props {
  query: string;
  range: TimeRange;
}

/** What traces are told apart by, besides having failed. */
const fields = [
  { field: "service", title: "Service" },
  { field: "model", title: "Model" },
  { field: "agent", title: "Agent" },
  { field: "tool", title: "Tool" },
  { field: "environment", title: "Environment" },
  { field: "provider", title: "Provider" },
] as const;

const shownValues = 8;
const failed = "error:true";

/** Values to search for, with how many spans of the range have them; a click adds the condition, another takes it away. */
export function FacetPanel({ query, range }: Props) {
  const { answer, error } = useAnswer(rangeKey(range), (signal) =>
    Promise.all(fields.map(({ field }) => getFacet(field, range, shownValues + 1, signal))),
  );
  const toggle = (term: string) => navigate(tracesUrl(toggleTerm(query, term), range));
  return (
    <aside className="facets" aria-label="Narrow the search">
      <p className="dim">Spans of the time range by</p>
      <fieldset>
        <legend>Outcome</legend>
        <FacetLine term={failed} label="failed" query={query} onToggle={toggle} />
      </fieldset>
      {error !== null && <p className="error-text">{error.message}</p>}
      {answer?.map((facet, at) => (
        <FacetGroup key={facet.field} facet={facet} title={fields[at]?.title ?? ""} query={query} onToggle={toggle} />
      ))}
    </aside>
  );
}

interface GroupProps {
  facet: Facet;
  title: string;
  query: string;
  onToggle(term: string): void;
}

function FacetGroup({ facet, title, query, onToggle }: GroupProps) {
  const values = facet.values.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]));
  if (values.length === 0) return null;
  return (
    <fieldset>
      <legend>{title}</legend>
      {values.slice(0, shownValues).map(({ value, count }) => (
        <FacetLine
          key={value}
          term={termOf(facet.field, value)}
          label={value}
          count={count}
          query={query}
          onToggle={onToggle}
        />
      ))}
    </fieldset>
  );
}

interface LineProps {
  term: string;
  label: string;
  count?: number;
  query: string;
  onToggle(term: string): void;
}

function FacetLine({ term, label, count, query, onToggle }: LineProps) {
  return (
    <label className="facet" data-testid="facet" title={label}>
      <input type="checkbox" checked={hasTerm(query, term)} onChange={() => onToggle(term)} />
      <span className="cut">{label}</span>
      {count !== undefined && (
        <span className="dim number" title={`${formatCount(count)} spans`}>
          {formatCompact(count)}
        </span>
      )}
    </label>
  );
}
