import { createContext, useContext } from "react";

/**
 * The text that the reader looks for in a trace, as it stands in the selected span; null when nothing is looked for.
 * What shows text unfolds as far as it is, and it is marked.
 */
export const Sought = createContext<string | null>(null);

export function useSought(): string | null {
  return useContext(Sought);
}

/** Where a text stands in another, whatever their case; -1 when it does not, or when nothing is looked for. */
export function placeOf(sought: string | null, text: string): number {
  return sought === null || sought === "" ? -1 : text.toLowerCase().indexOf(sought.toLowerCase());
}

/** Whether a value that is shown as text or JSON says it. */
export function says(sought: string | null, value: unknown): boolean {
  if (sought === null || sought === "" || value === null || value === undefined) return false;
  if (typeof value === "string") return placeOf(sought, value) >= 0;
  if (typeof value !== "object") return placeOf(sought, String(value)) >= 0;
  return Object.entries(value).some(
    ([key, inner]) => (!Array.isArray(value) && placeOf(sought, key) >= 0) || says(sought, inner),
  );
}
