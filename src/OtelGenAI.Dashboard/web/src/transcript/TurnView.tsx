import type { ToolChange, Turn, TurnToolCall } from "../api/contract";
import { formatDuration } from "../format/duration";
import { formatCompact, formatCost, plural } from "../format/number";
import { Link } from "../routing/Link";
import { traceUrl } from "../routing/route";
import { Collapsible } from "../span/Collapsible";
import { JsonBlock } from "../span/JsonBlock";
import { LongText } from "../span/LongText";
import { MessageView } from "../span/MessageView";
import type { ToolCallPairs } from "../span/toolCallPairs";
import { KindBadge } from "../trace/KindBadge";
import { DiffLines } from "./DiffLines";

interface Props {
  turn: Turn;
  traceId: string;
  /** The agent is another one than in the turn before, which is where a reader wants to know it. */
  isOtherAgent: boolean;
}

/** Calls of a turn are shown with their results, so nothing in a message refers to another place. */
const noPairs: ToolCallPairs = new Map();

export function TurnView({ turn, traceId, isOtherAgent }: Props) {
  const input = turn.messages.filter((entry) => !entry.isOutput);
  const output = turn.messages.filter((entry) => entry.isOutput);
  return (
    <li className="turn" data-testid="turn" data-span-id={turn.spanId} data-kind={turn.kind}>
      {isOtherAgent && turn.agent !== "" && <h2 className="turn-agent">{turn.agent}</h2>}
      <TurnHead turn={turn} traceId={traceId} />
      {turn.system !== null && (
        <article className="message" data-role="system">
          <h3>system prompt</h3>
          <LongText text={turn.system} shownCharacters={240} shownLines={3} />
        </article>
      )}
      {turn.systemChanges.length > 0 && <DiffLines title="The system prompt changed" lines={turn.systemChanges} />}
      <ToolChanges changes={turn.toolChanges} />
      {turn.forgotten > 0 && (
        <p className="turn-note">
          {plural(turn.forgotten, "message")} of the turn before {turn.forgotten === 1 ? "is" : "are"} not in its input
          any more.
        </p>
      )}
      {turn.repeated > 0 && (
        <p className="turn-note dim">{plural(turn.repeated, "message")} from before, shown above</p>
      )}
      {input.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
        <MessageView key={index} message={entry.message} pairs={noPairs} isOutput={false} />
      ))}
      {output.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
        <MessageView key={index} message={entry.message} pairs={noPairs} isOutput />
      ))}
      {turn.toolCalls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a call may have no id
        <ToolCallView key={index} call={call} traceId={traceId} />
      ))}
      {turn.documents !== null && (
        <Collapsible title={Array.isArray(turn.documents) ? plural(turn.documents.length, "document") : "Documents"}>
          <JsonBlock value={turn.documents} what="documents" />
        </Collapsible>
      )}
      {turn.content === "missing" && <p className="turn-note dim">What was said here was not captured.</p>}
      {turn.content === "cut_off" && (
        <p className="turn-note">Cut off by a length limit of the client: {turn.cutOff.join(", ")}.</p>
      )}
    </li>
  );
}

function TurnHead({ turn, traceId }: { turn: Turn; traceId: string }) {
  const figures = [
    turn.model,
    formatDuration(turn.durationMs),
    turn.tokens === null
      ? null
      : `${formatCompact(turn.tokens.input ?? 0)} → ${formatCompact(turn.tokens.output ?? 0)} tokens`,
    turn.costUsd === null ? null : formatCost(turn.costUsd),
  ].filter((text) => text !== null);
  return (
    <p className="turn-head">
      <KindBadge kind={turn.kind} />
      <Link href={traceUrl(traceId, turn.spanId)}>{turn.name}</Link>
      {turn.status === "error" && <span className="error-chip">{turn.errorType ?? "error"}</span>}
      <span className="dim">{figures.join(" · ")}</span>
    </p>
  );
}

function ToolChanges({ changes }: { changes: ToolChange[] }) {
  if (changes.length === 0) return null;
  const named = (what: ToolChange["change"]) => changes.filter((change) => change.change === what);
  const texts = [
    ["offered", named("added")] as const,
    ["no longer offered", named("removed")] as const,
    ["changed", named("changed")] as const,
  ].flatMap(([what, some]) => (some.length === 0 ? [] : [`${some.map((change) => change.name).join(", ")} ${what}`]));
  return (
    <div className="turn-note">
      <span className="part-label">tools</span> {texts.join("; ")}
      {named("changed").map((change) => (
        <DiffLines key={change.name} title={change.name} lines={change.lines} />
      ))}
    </div>
  );
}

function ToolCallView({ call, traceId }: { call: TurnToolCall; traceId: string }) {
  return (
    <article className="message turn-tool" data-role="tool" data-testid="turn-tool-call" data-failed={call.hasFailed}>
      <h3>
        calls <strong className="mono">{call.name || "a tool"}</strong>
        {call.hasFailed && <span className="error-chip">failed</span>}
        <span className="served-by">
          {call.servedBy.map((span) => (
            <Link
              key={span.spanId}
              href={traceUrl(traceId, span.spanId)}
              title={`${span.name}${span.service === null ? "" : `, service ${span.service}`}, ${formatDuration(span.durationMs)}`}
            >
              {span.kind}
              {span.errorType !== null && <span className="error-text"> {span.errorType}</span>}
            </Link>
          ))}
        </span>
      </h3>
      <JsonBlock value={call.arguments} what="arguments" />
      {call.result === null ? (
        <p className="dim">
          {call.servedBy.length === 0 ? "No execution of it was traced." : "Its result was not captured."}
        </p>
      ) : (
        <>
          <span className="part-label">{call.isAnswered ? "result" : "result, which no later turn was told"}</span>
          {typeof call.result === "string" ? (
            <LongText text={call.result} />
          ) : (
            <JsonBlock value={call.result} what="result" />
          )}
        </>
      )}
    </article>
  );
}
