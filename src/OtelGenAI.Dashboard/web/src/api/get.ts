import type { TimeRange } from "../range/timeRange";
import { boundsOf } from "../range/timeRange";
import { getJson } from "./request";
import type { paths } from "./schema";

/** What a call answers, by its path. */
export type Answer<Path extends GetPath> = paths[Path]["get"] extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;

/** The paths that can be read. */
export type GetPath = { [Path in keyof paths]: paths[Path] extends { get: object } ? Path : never }[keyof paths];

type ParametersOf<Path extends GetPath> = paths[Path]["get"] extends { parameters: infer Parameters }
  ? Parameters
  : never;

type InPath<Path extends GetPath> =
  ParametersOf<Path> extends { path: infer Named } ? { path: Named } : { path?: never };

/** What is null is not asked for. */
type InQuery<Path extends GetPath> =
  ParametersOf<Path> extends { query?: infer Named }
    ? { query?: { [Name in keyof Named]?: Named[Name] | null } }
    : object;

/** Asks the server; paths, parameters and answers are those of its document. */
export function get<Path extends GetPath>(
  path: Path,
  parameters: InPath<Path> & InQuery<Path>,
  signal?: AbortSignal,
): Promise<Answer<Path>> {
  return getJson(urlOf(path, parameters), signal);
}

/** The address of a call, for a link or a download. */
export function urlOf<Path extends GetPath>(path: Path, parameters: InPath<Path> & InQuery<Path>): string {
  const { path: named = {}, query = {} } = parameters as {
    path?: Record<string, string>;
    query?: Record<string, string | null>;
  };
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named[name] ?? ""));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined) asked.set(name, value);
  return asked.size === 0 ? place : `${place}?${asked}`;
}

/** The ends of a range as parameters. */
export function within(range: TimeRange): { from: string | null; to: string | null } {
  return boundsOf(range, Date.now());
}
