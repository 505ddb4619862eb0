import { type ReactNode, useEffect } from "react";
import { TopBar } from "../controls/TopBar";
import { RangePicker } from "../range/RangePicker";
import type { TimeRange } from "../range/timeRange";
import { navigate } from "../routing/navigation";
import { SearchBox } from "../traces/SearchBox";

interface Props {
  title: string;
  /** A sentence under the heading. */
  about?: ReactNode;
  range?: TimeRange;
  /** The address of this page for another range. */
  urlOf?(range: TimeRange): string;
  /** Between the heading and the range: tabs and switches. */
  controls?: ReactNode;
  children: ReactNode;
}

/** The frame of a page that lists something: heading, time range, content that scrolls. */
export function ListPage({ title, about, range, urlOf, controls, children }: Props) {
  useEffect(() => {
    document.title = `${title} · OtelGenAI`;
  }, [title]);

  return (
    <div className="page">
      <TopBar>
        <SearchBox query="" />
      </TopBar>
      <main className="list-page">
        <div className="list-head">
          <h1>{title}</h1>
          {controls}
          {range !== undefined && urlOf !== undefined && (
            <RangePicker range={range} onChange={(chosen) => navigate(urlOf(chosen))} />
          )}
        </div>
        {about !== undefined && <p className="list-about">{about}</p>}
        {children}
      </main>
    </div>
  );
}
