import type { Json } from "../api/contract";

/** JSON on several lines. Text that is itself a JSON object or array (tool arguments often are) is opened first. */
export function prettyJson(value: Json | undefined): string {
  return JSON.stringify(openEmbedded(value ?? null), null, 2);
}

/** One line for a table cell or a copy button: text as it is, the rest as JSON. */
export function plainValue(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

export function openEmbedded(value: Json): Json {
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (!(text.startsWith("{") && text.endsWith("}")) && !(text.startsWith("[") && text.endsWith("]"))) return value;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return value; // Text that only looks like JSON, or JSON that was cut: shown as it came.
  }
}
