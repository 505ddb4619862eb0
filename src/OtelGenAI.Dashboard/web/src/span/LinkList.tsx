import type { SpanLink } from "../api/contract";
import { Link } from "../routing/Link";
import { traceUrl } from "../routing/route";
import { AttributeTable } from "./AttributeTable";

/** Spans of other traces that this one names. Ids come from outside, so only well-formed ones become addresses. */
export function LinkList({ links }: { links: SpanLink[] }) {
  return (
    <ul className="links">
      {links.map((link, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two links may be equal in everything
        <li key={index}>
          {/^[0-9a-f]{32}$/.test(link.traceId) && /^[0-9a-f]{16}$/.test(link.spanId) ? (
            <Link className="mono" href={traceUrl(link.traceId, link.spanId)}>
              {link.traceId} / {link.spanId}
            </Link>
          ) : (
            <span className="mono">
              {link.traceId} / {link.spanId}
            </span>
          )}
          <AttributeTable attributes={link.attributes} isSearchable={false} />
        </li>
      ))}
    </ul>
  );
}
