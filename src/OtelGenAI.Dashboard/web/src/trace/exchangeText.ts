import type { Said } from "../api/contract";

/** A message in one line; null when there is none. */
export function textOf(said: Said | null): string | null {
  if (said === null) return null;
  return said.text ?? `no text, only ${said.others.join(", ")}`;
}
