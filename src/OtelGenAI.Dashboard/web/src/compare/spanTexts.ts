import { diffLines } from "diff";
import type { DiffLine, Json, Message, Part, SpanDetail } from "../api/contract";
import { prettyJson } from "../format/json";

/** Lines around a change that are shown with it. */
const context = 2;
/** Texts that differ more than this are shown one below the other. */
const mostEdits = 2_000;

export interface TextDifference {
  title: string;
  lines: DiffLine[];
}

/** What two spans say differently: instructions, messages, arguments, results. Empty when they say the same. */
export function textDifferences(left: SpanDetail, right: SpanDetail): TextDifference[] {
  const texts: [string, (span: SpanDetail) => string][] = [
    ["System instructions", (span) => partsText(span.systemInstructions ?? [])],
    ["Input", (span) => messagesText(span.input)],
    ["Output", (span) => messagesText(span.output)],
    ["Tools on offer", (span) => jsonText(span.toolDefinitions)],
    ["Arguments of the tool", (span) => jsonText(span.toolArguments)],
    ["Result of the tool", (span) => jsonText(span.toolResult)],
    ["Error", (span) => span.statusMessage ?? ""],
  ];
  return texts.flatMap(([title, textOf]) => {
    const [before, after] = [textOf(left), textOf(right)];
    return before === after ? [] : [{ title, lines: lineDifferences(before, after) }];
  });
}

/** Line by line; long stretches without a change are counted and not shown. */
export function lineDifferences(before: string, after: string): DiffLine[] {
  const changes = diffLines(ended(before), ended(after), { maxEditLength: mostEdits }) ?? [
    { value: ended(before), added: false, removed: true, count: 0 },
    { value: ended(after), added: true, removed: false, count: 0 },
  ];
  return changes.flatMap((change, at): DiffLine[] => {
    const lines = change.value.split("\n").slice(0, -1);
    const kind = change.added ? "added" : change.removed ? "removed" : "same";
    if (kind !== "same") return lines.map((text) => ({ kind, text }));
    const head = at === 0 ? 0 : context;
    const tail = at === changes.length - 1 ? 0 : context;
    const skipped = lines.length - head - tail;
    if (skipped <= 1) return lines.map((text) => ({ kind, text }));
    return [
      ...lines.slice(0, head).map((text): DiffLine => ({ kind, text })),
      { kind: "skipped", text: String(skipped) },
      ...lines.slice(lines.length - tail).map((text): DiffLine => ({ kind, text })),
    ];
  });
}

/** A last line without its end would differ from the same line with one. */
function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function messagesText(messages: Message[] | null): string {
  return (messages ?? []).map((message) => `${message.role}:\n${partsText(message.parts)}`).join("\n");
}

function partsText(parts: readonly Part[]): string {
  return parts
    .map((part) => (part.type === "text" && typeof part.content === "string" ? part.content : prettyJson(part as Json)))
    .join("\n");
}

function jsonText(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : prettyJson(value);
}
