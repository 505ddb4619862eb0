import type { SpanDetail } from "../api/contract";

export function hasPrompt(detail: SpanDetail): boolean {
  return detail.systemInstructions !== null || (detail.input ?? []).length > 0;
}

/** All that the model was given, as it was captured and however little of it is unfolded: to try it again elsewhere. */
export function promptOf({ systemInstructions, input, toolDefinitions }: SpanDetail): string {
  return JSON.stringify({ systemInstructions, input, toolDefinitions }, null, 2);
}
