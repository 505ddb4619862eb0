import type { Message } from "../api/contract";

/** A tool call and its result share an id; a small number says so more readably than the id does. */
export interface ToolCallPair {
  readonly number: number;
  readonly name: string | null;
  readonly hasCall: boolean;
  readonly hasResult: boolean;
}

export type ToolCallPairs = ReadonlyMap<string, ToolCallPair>;

export function pairToolCalls(messages: readonly Message[]): ToolCallPairs {
  const pairs = new Map<string, ToolCallPair>();
  for (const part of messages.flatMap((message) => message.parts)) {
    const isCall = part.type === "tool_call";
    if (!isCall && part.type !== "tool_call_response") continue;
    if (typeof part.id !== "string") continue;
    const known = pairs.get(part.id);
    pairs.set(part.id, {
      number: known?.number ?? pairs.size + 1,
      name: isCall && typeof part.name === "string" ? part.name : (known?.name ?? null),
      hasCall: isCall || known?.hasCall === true,
      hasResult: !isCall || known?.hasResult === true,
    });
  }
  return pairs;
}

/** Element ids for the two ends, so that each can point to the other. */
export function callElementId(id: string): string {
  return `call-${id}`;
}

export function resultElementId(id: string): string {
  return `result-${id}`;
}

export function showElement(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "nearest" });
  element?.focus({ preventScroll: true });
}
