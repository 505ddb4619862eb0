import type { Tokens } from "../api/contract";

/** The parts of the input and of the output that were reported, without those that are zero. */
export function tokenParts(tokens: Tokens): [name: string, count: number][] {
  const parts: [string, number | null | undefined][] = [
    ["Read from the cache", tokens.cacheRead],
    ["Written to the cache", tokens.cacheWrite],
    ["Written for an hour", tokens.cacheWrite1h],
    ["Reasoning", tokens.reasoning],
    ["Audio input", tokens.audioInput],
    ["Audio output", tokens.audioOutput],
    ["Image input", tokens.imageInput],
    ["Image output", tokens.imageOutput],
  ];
  return parts.flatMap(([name, count]) => (count ? [[name, count]] : []));
}
