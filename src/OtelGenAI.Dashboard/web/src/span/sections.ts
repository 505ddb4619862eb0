import type { SpanDetail, SpanNode } from "../api/contract";
import { says } from "../find/sought";

export const sections = [
  "Conversation",
  "Tool",
  "Documents",
  "Attributes",
  "Events",
  "Links",
  "Logs",
  "Trace logs",
  "Scores",
  "Resource",
  "Why",
] as const;

export type Section = (typeof sections)[number];

/** Sections that have something to show, or whose absence has to be explained. */
export function sectionsOf(span: SpanNode, detail: SpanDetail | null, traceLogs = 0): Section[] {
  return sections.filter((section) => (section === "Trace logs" ? traceLogs > 0 : hasSection(section, span, detail)));
}

function hasSection(section: Exclude<Section, "Trace logs">, span: SpanNode, detail: SpanDetail | null): boolean {
  switch (section) {
    case "Conversation":
      return speaks(span) || (detail !== null && hasConversation(detail));
    case "Tool":
      return runsTool(span) || (detail !== null && hasToolContent(detail));
    case "Documents":
      return detail?.documents != null;
    case "Links":
      return (detail?.links.length ?? 0) > 0;
    case "Logs":
      return (detail?.logs.length ?? 0) > 0;
    case "Scores":
      return (detail?.scores.length ?? 0) > 0;
    case "Attributes":
    case "Events":
    case "Resource":
    case "Why":
      return true;
  }
}

/** The section to open: what the reader looked at before if this span has something there, else what the span says. */
export function sectionToOpen(
  available: readonly Section[],
  chosen: Section | null,
  detail: SpanDetail | null,
): Section {
  const isWorthOpening = chosen !== "Events" || detail === null || detail.events.length > 0;
  if (chosen !== null && available.includes(chosen) && isWorthOpening) return chosen;
  return available[0] ?? "Attributes";
}

/** The first section in which a text stands. */
export function sectionThatSays(
  sought: string,
  available: readonly Section[],
  detail: SpanDetail,
): Section | undefined {
  return available.find((section) => contentOf(section, detail).some((value) => says(sought, value)));
}

function contentOf(section: Section, detail: SpanDetail): unknown[] {
  switch (section) {
    case "Conversation":
      return [detail.systemInstructions, detail.toolDefinitions, detail.input, detail.output];
    case "Tool":
      return [detail.toolArguments, detail.toolResult];
    case "Documents":
      return [detail.documents];
    case "Attributes":
      return [detail.attributes];
    case "Events":
      return [detail.events];
    case "Links":
      return [detail.links];
    case "Logs":
      return [detail.logs];
    case "Scores":
      return [detail.scores];
    case "Resource":
      return [detail.resource, detail.scope];
    case "Trace logs":
    case "Why":
      return [];
  }
}

export function hasConversation(detail: SpanDetail): boolean {
  return detail.input !== null || detail.output !== null || detail.systemInstructions !== null;
}

export function hasToolContent(detail: SpanDetail): boolean {
  return detail.toolArguments !== null || detail.toolResult !== null;
}

function speaks(span: SpanNode): boolean {
  return span.kind === "llm" || span.kind === "agent" || span.kind === "workflow";
}

function runsTool(span: SpanNode): boolean {
  return span.kind === "tool" || (span.kind === "mcp" && span.toolName !== null);
}
