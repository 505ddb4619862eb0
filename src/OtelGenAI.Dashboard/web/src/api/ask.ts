import type { TimeRange } from "../range/timeRange";
import { boundsOf } from "../range/timeRange";
import { getJson, sendJson } from "./request";
import type { paths } from "./schema";

type Method = "get" | "put" | "post" | "delete";

/** The paths that can be asked by a method. */
export type PathOf<M extends Method> = {
  [Path in keyof paths]: paths[Path] extends Record<M, object> ? Path : never;
}[keyof paths];

type Call<M extends Method, Path extends PathOf<M>> = paths[Path][M];

/** What a call answers. */
export type Answer<M extends Method, Path extends PathOf<M>> =
  Call<M, Path> extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;

/** What is in the path and in the query; what is null is not asked for. */
type Parameters<M extends Method, Path extends PathOf<M>> =
  Call<M, Path> extends { parameters: infer Named }
    ? (Named extends { path: infer InPath } ? { path: InPath } : { path?: never }) &
        (Named extends { query?: infer InQuery }
          ? { query?: { [Name in keyof InQuery]?: InQuery[Name] | null } }
          : object)
    : never;

/** What is sent along, where something is. */
type Sent<M extends Method, Path extends PathOf<M>> =
  Call<M, Path> extends { requestBody: { content: { "application/json": infer Body } } }
    ? { body: Body }
    : { body?: never };

/** Asks the server; paths, parameters and answers are those of its document. */
export function get<Path extends PathOf<"get">>(
  path: Path,
  parameters: Parameters<"get", Path>,
  signal?: AbortSignal,
): Promise<Answer<"get", Path>> {
  return getJson(urlOf(path, parameters), signal);
}

/** Changes something on the server; what is sent is that of its document too. */
export function send<M extends Exclude<Method, "get">, Path extends PathOf<M>>(
  method: M,
  path: Path,
  parameters: Parameters<M, Path> & Sent<M, Path>,
): Promise<Answer<M, Path>> {
  return sendJson(method.toUpperCase(), addressOf(path, parameters), parameters.body);
}

/** The address of a call, for a link or a download. */
export function urlOf<Path extends PathOf<"get">>(path: Path, parameters: Parameters<"get", Path>): string {
  return addressOf(path, parameters);
}

function addressOf(path: string, parameters: object): string {
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
