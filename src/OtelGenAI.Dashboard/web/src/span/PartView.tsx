import type { Json, Part } from "../api/contract";
import { openEmbedded } from "../format/json";
import { JsonBlock } from "./JsonBlock";
import { LongText } from "./LongText";
import { MediaPart } from "./MediaPart";
import { callElementId, resultElementId, showElement, type ToolCallPairs } from "./toolCallPairs";

interface Props {
  part: Part;
  pairs: ToolCallPairs;
  /** Shown shorter, because it seldom is what the reader came for. */
  isBackground?: boolean;
}

/** One part of a message. What a model or a user wrote is only ever a text node: no HTML, no markdown, no links. */
export function PartView({ part, pairs, isBackground = false }: Props) {
  switch (part.type) {
    case "text":
      return <Text value={part.content} isBackground={isBackground} />;
    case "reasoning":
      return (
        <div className="reasoning">
          <span className="part-label">reasoning</span>
          <Text value={part.content} isBackground />
        </div>
      );
    case "tool_call":
      return <ToolCall part={part} pairs={pairs} />;
    case "tool_call_response":
      return <ToolCallResponse part={part} pairs={pairs} />;
    case "blob":
    case "file":
    case "uri":
      return <MediaPart part={part} />;
    default:
      return (
        <div className="other-part">
          <span className="part-label">{part.type}</span>
          <JsonBlock value={part as Json} what={`${part.type} part`} />
        </div>
      );
  }
}

function Text({ value, isBackground }: { value: Json | undefined; isBackground: boolean }) {
  if (typeof value !== "string") return <JsonBlock value={value} what="text" />;
  return isBackground ? <LongText text={value} shownCharacters={240} shownLines={3} /> : <LongText text={value} />;
}

function ToolCall({ part, pairs }: { part: Part; pairs: ToolCallPairs }) {
  const id = typeof part.id === "string" ? part.id : null;
  const pair = id === null ? undefined : pairs.get(id);
  return (
    <div className="tool-part" id={id === null ? undefined : callElementId(id)} tabIndex={-1}>
      <div className="tool-part-head">
        <span className="part-label">calls</span>
        <strong className="mono">{String(part.name ?? "a tool")}</strong>
        <PairMark id={id} number={pair?.number} />
        {id !== null && pair?.hasResult && (
          <button type="button" className="quiet" onClick={() => showElement(resultElementId(id))}>
            result ↓
          </button>
        )}
      </div>
      <JsonBlock value={part.arguments} what="arguments" />
    </div>
  );
}

function ToolCallResponse({ part, pairs }: { part: Part; pairs: ToolCallPairs }) {
  const id = typeof part.id === "string" ? part.id : null;
  const pair = id === null ? undefined : pairs.get(id);
  const response = openEmbedded(part.response ?? part.result ?? null);
  return (
    <div className="tool-part" id={id === null ? undefined : resultElementId(id)} tabIndex={-1}>
      <div className="tool-part-head">
        <span className="part-label">result of</span>
        <strong className="mono">{pair?.name ?? String(part.name ?? "a tool call")}</strong>
        <PairMark id={id} number={pair?.number} />
        {id !== null && pair?.hasCall && (
          <button type="button" className="quiet" onClick={() => showElement(callElementId(id))}>
            call ↑
          </button>
        )}
      </div>
      {typeof response === "string" ? <LongText text={response} /> : <JsonBlock value={response} what="result" />}
    </div>
  );
}

function PairMark({ id, number }: { id: string | null; number: number | undefined }) {
  if (id === null || number === undefined) return null;
  return (
    <span className="pair" data-pair={((number - 1) % 6) + 1} title={`tool call id ${id}`}>
      #{number}
    </span>
  );
}
