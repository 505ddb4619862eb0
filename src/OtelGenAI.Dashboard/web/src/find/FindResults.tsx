import { plural } from "../format/number";
import { KindBadge } from "../trace/KindBadge";
import type { SpanTree } from "../trace/spanTree";
import { Snippet } from "./Snippet";
import type { TraceFind } from "./useTraceFind";

const shown = 100;

/** Where a text stands in what the spans of a trace said, as a list to choose from. */
export function FindResults({
  tree,
  find,
  selected,
  onGoTo,
}: {
  tree: SpanTree;
  find: TraceFind;
  selected: number;
  onGoTo(index: number): void;
}) {
  if (find.text.trim() === "" || (find.hits.length === 0 && find.isWhole)) return null;
  return (
    <div className="find-results" data-testid="find-results">
      <ul>
        {find.hits.slice(0, shown).map(({ index, hit }) => {
          const span = tree.spans[index];
          if (span === undefined) return null;
          return (
            <li key={index}>
              <button type="button" aria-pressed={index === selected} onClick={() => onGoTo(index)}>
                <KindBadge kind={span.kind} />
                <span className="find-name">{span.name}</span>
                <Snippet hit={hit} />
              </button>
            </li>
          );
        })}
      </ul>
      {find.hits.length > shown && <p className="dim">and {plural(find.hits.length - shown, "more span")}</p>}
      {!find.isWhole && <p className="dim">Not all that was said could be looked through.</p>}
    </div>
  );
}
