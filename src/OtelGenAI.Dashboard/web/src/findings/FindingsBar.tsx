import { useState } from "react";
import type { Finding } from "../api/contract";
import { ErrorNotice } from "../controls/ErrorNotice";
import { formatCount } from "../format/number";
import { Link } from "../routing/Link";
import { traceUrl } from "../routing/route";
import type { SpanTree } from "../trace/spanTree";
import type { FindingsState } from "./useFindings";
import "./findings.css";

interface Props {
  findings: FindingsState;
  tree: SpanTree;
  traceId: string;
  onSelect(index: number): void;
}

/** More would push the tree off the screen. */
const shownAtFirst = 2;
/** A finding names its first spans; the explanation says how many there are. */
const linksShown = 6;

/** What the rules found, above the tree, each with the spans that show it. */
export function FindingsBar({ findings, tree, traceId, onSelect }: Props) {
  const [isWhole, setIsWhole] = useState(false);
  if (findings.error !== null) return <ErrorNotice error={findings.error} what="findings" isCompact />;
  if (findings.page === null || findings.page.items.length === 0) return null;
  const { items } = findings.page;
  const hidden = isWhole ? 0 : items.length - shownAtFirst;
  return (
    <section className="findings" aria-label="Findings">
      <ul>
        {items.slice(0, isWhole ? items.length : shownAtFirst).map((finding) => (
          <li
            key={`${finding.rule} ${finding.spanIds[0]} ${finding.title}`}
            className="finding"
            data-testid="finding"
            data-rule={finding.rule}
            data-severity={finding.severity}
          >
            <span className="finding-severity">{finding.severity}</span>
            <details className="finding-text">
              <summary>{finding.title}</summary>
              <p>{finding.explanation}</p>
            </details>
            <SpanLinks finding={finding} tree={tree} traceId={traceId} onSelect={onSelect} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className="quiet" onClick={() => setIsWhole(true)}>
          {formatCount(hidden)} more
        </button>
      )}
      {!findings.page.isWhole && <p className="dim">The trace is too large: only its beginning was looked at.</p>}
    </section>
  );
}

interface SpanLinksProps {
  finding: Finding;
  tree: SpanTree;
  traceId: string;
  onSelect(index: number): void;
}

function SpanLinks({ finding, tree, traceId, onSelect }: SpanLinksProps) {
  const more = finding.spanIds.length - linksShown;
  return (
    <span className="finding-spans">
      {finding.spanIds.slice(0, linksShown).map((spanId, place) => {
        const index = tree.indexOf.get(spanId);
        const name = (index === undefined ? undefined : tree.spans[index]?.name) ?? spanId;
        return (
          <Link
            key={spanId}
            href={traceUrl(traceId, spanId)}
            title={name}
            onClick={() => index !== undefined && onSelect(index)}
          >
            {place === 0 ? name : `#${place + 1}`}
          </Link>
        );
      })}
      {more > 0 && <span className="dim">+ {formatCount(more)}</span>}
    </span>
  );
}
