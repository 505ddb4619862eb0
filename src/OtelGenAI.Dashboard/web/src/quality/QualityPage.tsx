import type { ReactNode } from "react";
import type { TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { listUrl } from "../routing/route";
import { ListPage } from "../table/ListPage";
import { ConventionsList } from "./ConventionsList";
import { UnmappedList } from "./UnmappedList";
import { UnpricedList } from "./UnpricedList";
import "./quality.css";

type Part = "unpriced" | "unmapped" | "conventions";

const parts: Record<Part, { title: string; about: string; list(range: TimeRange): ReactNode }> = {
  unpriced: {
    title: "Unpriced",
    about: "Calls that have no price. They are missing from every cost, and are never counted as $0.",
    list: (range) => <UnpricedList range={range} />,
  },
  unmapped: {
    title: "Unmapped",
    about:
      "Attributes that no convention and no dialect knows. They are kept, searchable and forwarded; nothing of them is in the columns.",
    list: (range) => <UnmappedList range={range} />,
  },
  conventions: {
    title: "Conventions",
    about: "What is wrong with the spans by the semantic conventions, by service, the worst first.",
    list: (range) => <ConventionsList range={range} />,
  },
};

/** How good the telemetry itself is, in three lists. */
export function QualityPage({ part, range }: { part: Part; range: TimeRange }) {
  const { title, about, list } = parts[part];
  return (
    <ListPage
      title={title}
      about={about}
      range={range}
      urlOf={(chosen) => listUrl(part, chosen)}
      controls={
        <nav className="list-tabs" aria-label="Quality of the telemetry">
          {(Object.keys(parts) as Part[]).map((name) => (
            <Link key={name} href={listUrl(name, range)} aria-current={name === part ? "page" : undefined}>
              {parts[name].title}
            </Link>
          ))}
        </nav>
      }
    >
      {list(range)}
    </ListPage>
  );
}
