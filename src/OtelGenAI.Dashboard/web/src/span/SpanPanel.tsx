import { useRef, useState } from "react";
import type { LogLine, SpanDetail, SpanNode } from "../api/contract";
import { ErrorNotice } from "../controls/ErrorNotice";
import { useSought } from "../find/sought";
import { useMarks } from "../find/useMarks";
import { AttributeTable } from "./AttributeTable";
import { Conversation } from "./Conversation";
import { EventList } from "./EventList";
import { ExplainTable } from "./ExplainTable";
import { JsonBlock } from "./JsonBlock";
import { LinkList } from "./LinkList";
import { LogList } from "./LogList";
import { ResourceAndScope } from "./ResourceAndScope";
import { ScoreList } from "./ScoreList";
import { SpanHeader } from "./SpanHeader";
import { type Section, sectionsOf, sectionThatSays, sectionToOpen } from "./sections";
import { ToolExecution } from "./ToolExecution";
import { useSpan } from "./useSpan";

interface Props {
  traceId: string;
  span: SpanNode;
  /** Log records of the trace that name no span: there is no other place for them. */
  traceLogs: LogLine[];
  startOffsetMs: number;
}

/** What the reader chose last; it holds from span to span, where there is such a section. */
let chosenSection: Section | null = null;

export function SpanPanel({ traceId, span, traceLogs, startOffsetMs }: Props) {
  const { detail, error, retry } = useSpan(traceId, span.spanId);
  const [chosen, setChosen] = useState({ section: chosenSection, isHere: false });
  const available = sectionsOf(span, detail, traceLogs.length);
  const sought = useSought();
  const saysIt = detail === null || sought === null ? undefined : sectionThatSays(sought, available, detail);
  // What was chosen on this very span is shown even if it is empty.
  const open = chosen.isHere
    ? (chosen.section ?? "Attributes")
    : (saysIt ?? sectionToOpen(available, chosen.section, detail));
  const content = useRef<HTMLDivElement>(null);
  useMarks(content, sought, open);

  function choose(section: Section) {
    chosenSection = section;
    setChosen({ section, isHere: true });
  }

  return (
    <aside className="span-panel" data-testid="span-panel" data-span-id={span.spanId} aria-label={`Span ${span.name}`}>
      <SpanHeader span={span} detail={detail} startOffsetMs={startOffsetMs} />
      <div className="tabs" role="tablist" aria-label="Sections of the span">
        {available.map((section) => (
          <button
            key={section}
            type="button"
            role="tab"
            aria-selected={section === open}
            aria-controls="span-section"
            id={`tab-${section}`}
            onClick={() => choose(section)}
          >
            {section}
            {detail !== null && <Count section={section} detail={detail} traceLogs={traceLogs.length} />}
          </button>
        ))}
      </div>
      <div ref={content} className="section" role="tabpanel" id="span-section" aria-labelledby={`tab-${open}`}>
        {error !== null && <ErrorNotice error={error} what={`span ${span.spanId}`} onRetry={retry} />}
        {error === null && detail === null && <p className="loading late">Loading span {span.spanId}…</p>}
        {detail !== null && <SectionContent section={open} detail={detail} traceLogs={traceLogs} />}
      </div>
    </aside>
  );
}

function SectionContent({
  section,
  detail,
  traceLogs,
}: {
  section: Section;
  detail: SpanDetail;
  traceLogs: LogLine[];
}) {
  switch (section) {
    case "Conversation":
      return <Conversation detail={detail} />;
    case "Tool":
      return <ToolExecution detail={detail} />;
    case "Documents":
      return <JsonBlock value={detail.documents} what="documents" />;
    case "Attributes":
      return <AttributeTable attributes={detail.attributes} />;
    case "Events":
      return <EventList events={detail.events} spanStart={detail.startTime} />;
    case "Links":
      return <LinkList links={detail.links} />;
    case "Logs":
      return <LogList logs={detail.logs} />;
    case "Trace logs":
      return <LogList logs={traceLogs} />;
    case "Scores":
      return <ScoreList scores={detail.scores} />;
    case "Resource":
      return <ResourceAndScope detail={detail} />;
    case "Why":
      return <ExplainTable explanations={detail.explain} />;
  }
}

function Count({ section, detail, traceLogs }: { section: Section; detail: SpanDetail; traceLogs: number }) {
  const counts: Partial<Record<Section, number>> = {
    Attributes: Object.keys(detail.attributes).length,
    Events: detail.events.length,
    Links: detail.links.length,
    Logs: detail.logs.length,
    "Trace logs": traceLogs,
    Scores: detail.scores.length,
  };
  const count = counts[section];
  return count === undefined ? null : <span className="dim"> {count}</span>;
}
