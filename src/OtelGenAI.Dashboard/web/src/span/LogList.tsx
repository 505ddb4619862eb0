import type { LogLine } from "../api/contract";
import { formatTimestamp, parseTime } from "../format/time";
import { AttributeTable } from "./AttributeTable";
import { JsonBlock } from "./JsonBlock";
import { LongText } from "./LongText";

const warnFrom = 13;
const errorFrom = 17;

/** Log records as a reader of logs knows them: when, how bad, what. Everything in them is shown as text. */
export function LogList({ logs }: { logs: LogLine[] }) {
  if (logs.length === 0) return <p className="dim">No log records.</p>;
  return (
    <ol className="logs" data-testid="logs">
      {logs.map((log, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two records may be equal in everything
        <li key={index} data-level={levelOf(log.severityNumber)}>
          <p className="log-head">
            <time dateTime={log.time}>{formatTimestamp(parseTime(log.time))}</time>
            {log.severity !== null && <span className="severity">{log.severity}</span>}
            {log.eventName !== null && <span className="mono">{log.eventName}</span>}
          </p>
          <Body log={log} />
          {Object.keys(log.attributes).length > 0 && (
            <AttributeTable attributes={log.attributes} isSearchable={false} />
          )}
        </li>
      ))}
    </ol>
  );
}

function Body({ log }: { log: LogLine }) {
  if (log.body === null) return null;
  return typeof log.body === "string" ? <LongText text={log.body} /> : <JsonBlock value={log.body} what="log body" />;
}

function levelOf(severityNumber: number): "error" | "warn" | "plain" {
  if (severityNumber >= errorFrom) return "error";
  return severityNumber >= warnFrom ? "warn" : "plain";
}
