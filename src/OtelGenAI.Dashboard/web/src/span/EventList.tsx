import type { SpanEvent } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatTimestamp, parseTime } from "../format/time";
import { AttributeTable } from "./AttributeTable";

export function EventList({ events, spanStart }: { events: SpanEvent[]; spanStart: string }) {
  if (events.length === 0) return <p className="dim">No events were recorded on this span.</p>;
  const startMs = parseTime(spanStart);
  return (
    <ol className="events">
      {events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events may be equal in everything
        <li key={index} data-failed={event.name === "exception"}>
          <h3>
            {event.name}
            <span className="dim" title={formatTimestamp(parseTime(event.time))}>
              after {formatDuration(parseTime(event.time) - startMs)}
            </span>
          </h3>
          <AttributeTable attributes={event.attributes} isSearchable={false} />
        </li>
      ))}
    </ol>
  );
}
