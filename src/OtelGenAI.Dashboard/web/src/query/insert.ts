import type { Completion, CompletionItem } from "../api/contract";

/** The query with a suggestion in its place, and where one types on. A value is done; after a field comes its value. */
export function insert(
  query: string,
  { start, length }: Completion,
  item: CompletionItem,
): { text: string; at: number } {
  const rest = query.slice(start + length);
  const space = item.kind === "value" && !rest.startsWith(" ") ? " " : "";
  const text = query.slice(0, start) + item.text + space + rest;
  return { text, at: start + item.text.length + space.length };
}
