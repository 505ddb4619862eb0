import { traceUrlOf } from "../api/calls";
import type { Trace } from "../api/contract";
import { getResponse } from "../api/request";

/** So much has some hundred spans: more than a screen. */
const enoughCharacters = 200_000;

/**
 * Reads a trace. Of a large one its beginning is told as soon as it is there: spans come in tree order, and a reader
 * begins at the top while the rest, of 50,000 spans some thirty megabytes, is on its way.
 */
export async function readTrace(
  traceId: string,
  onBeginning: (beginning: Trace) => void,
  signal: AbortSignal,
): Promise<Trace> {
  const response = await getResponse(traceUrlOf(traceId), signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return (await response.json()) as Trace;
  const pieces: string[] = [];
  let isBegun = false;
  let characters = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return JSON.parse(pieces.join("")) as Trace;
    pieces.push(value);
    characters += value.length;
    if (isBegun || characters < enoughCharacters) continue;
    isBegun = true;
    const beginning = beginningOf(pieces.join(""));
    if (beginning !== null) onBeginning(beginning);
  }
}

const spansBegin = '"spans":[';

/** The spans that are whole in the beginning of an answer; null when it is not what it was taken for. */
export function beginningOf(text: string): Trace | null {
  const begin = text.indexOf(spansBegin) + spansBegin.length;
  const end = endOfLastItem(text, begin);
  try {
    // Nobody has looked for findings of a beginning.
    const rest = { logs: [], findings: { error: 0, warning: 0, info: 0 } };
    return { ...(JSON.parse(`${text.slice(0, end)}]}`) as Pick<Trace, "summary" | "spans">), ...rest };
  } catch {
    return null;
  }
}

/** Where the last object of an array ends that is not cut off. */
function endOfLastItem(text: string, begin: number): number {
  let end = begin;
  let depth = 0;
  let isText = false;
  for (let at = begin; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === "\\") at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      if (depth === 0) break;
      depth--;
      if (depth === 0) end = at + 1;
    }
  }
  return end;
}
