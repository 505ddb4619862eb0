import { allTime, readRange, type TimeRange, writeRange } from "../range/timeRange";

/** The places of the application. Each has exactly one address, so that every address can be shared. */
export type Route =
  | { page: "traces"; query: string; range: TimeRange }
  | { page: "trace"; traceId: string; spanId: string | null; view: TraceView }
  | { page: "session"; id: string }
  | { page: "user"; id: string }
  | { page: "prompt"; name: string; range: TimeRange }
  | { page: "list"; list: List; range: TimeRange }
  | { page: "dashboard"; by: Split; range: TimeRange }
  | { page: "change"; range: TimeRange }
  | { page: "compare"; left: string | null; right: string | null }
  | { page: "unknown"; path: string };

/** A run as a tree of spans, as a conversation, or as what its totals are made of. */
export type TraceView = "tree" | "transcript" | "cost";

/** Pages that are a list of a range of time and nothing else. */
export const lists = [
  "sessions",
  "users",
  "models",
  "tools",
  "services",
  "prompts",
  "unpriced",
  "unmapped",
  "conventions",
] as const;

export type List = (typeof lists)[number];

/** What the charts of the dashboard are told apart by. */
export const splits = [
  "all",
  "model",
  "provider",
  "service",
  "environment",
  "release",
  "agent",
  "tool",
  "user",
  "session",
] as const;

export type Split = (typeof splits)[number];

/** Charts of all time would be flat lines with an end. */
const week: TimeRange = { is: "last", hours: 7 * 24 };

const tracePath = /^\/traces\/([0-9a-fA-F]{32})(?:\/(transcript|cost)|\/spans\/([0-9a-fA-F]{16}))?\/?$/;
const namedPath = /^\/(sessions|users|prompts)\/([^/]+)$/;

export function parseRoute(path: string, search: string): Route {
  const parameters = new URLSearchParams(search);
  if (path === "/" || path === "/traces" || path === "/traces/") {
    return { page: "traces", query: parameters.get("q") ?? "", range: readRange(parameters) };
  }
  if (path === "/dashboard") {
    const by = splits.find((split) => split === parameters.get("by")) ?? "model";
    return { page: "dashboard", by, range: readRange(parameters, week) };
  }
  if (path === "/dashboard/change") return { page: "change", range: readRange(parameters, week) };
  if (path === "/compare") {
    return {
      page: "compare",
      left: asTraceId(parameters.get("left") ?? ""),
      right: asTraceId(parameters.get("right") ?? ""),
    };
  }
  const list = lists.find((name) => path === `/${name}` || path === `/${name}/`);
  if (list !== undefined) return { page: "list", list, range: readRange(parameters) };
  return parseTrace(path) ?? parseNamed(path, readRange(parameters)) ?? { page: "unknown", path };
}

function parseTrace(path: string): Route | null {
  const match = tracePath.exec(path);
  if (match?.[1] === undefined) return null;
  const [, traceId, view, spanId] = match;
  return {
    page: "trace",
    traceId: traceId.toLowerCase(),
    spanId: spanId?.toLowerCase() ?? null,
    view: view === "transcript" || view === "cost" ? view : "tree",
  };
}

function parseNamed(path: string, range: TimeRange): Route | null {
  const match = namedPath.exec(path);
  if (match?.[2] === undefined) return null;
  try {
    const name = decodeURIComponent(match[2]);
    if (match[1] === "prompts") return { page: "prompt", name, range };
    return match[1] === "sessions" ? { page: "session", id: name } : { page: "user", id: name };
  } catch {
    return null; // A per cent sign that belongs to nothing.
  }
}

export function tracesUrl(query: string, range: TimeRange = allTime): string {
  const parameters = new URLSearchParams();
  if (query !== "") parameters.set("q", query);
  writeRange(parameters, range);
  return withParameters("/", parameters);
}

export function traceUrl(traceId: string, spanId: string | null = null): string {
  return spanId === null ? `/traces/${traceId}` : `/traces/${traceId}/spans/${spanId}`;
}

export function transcriptUrl(traceId: string): string {
  return `/traces/${traceId}/transcript`;
}

/** Why the totals of a trace are what they are. */
export function traceCostUrl(traceId: string): string {
  return `/traces/${traceId}/cost`;
}

export function listUrl(list: List, range: TimeRange = allTime): string {
  const parameters = new URLSearchParams();
  writeRange(parameters, range);
  return withParameters(`/${list}`, parameters);
}

/** The versions of a prompt. */
export function promptUrl(name: string, range: TimeRange = allTime): string {
  const parameters = new URLSearchParams();
  writeRange(parameters, range);
  return withParameters(`/prompts/${encodeURIComponent(name)}`, parameters);
}

export function dashboardUrl(by: Split, range: TimeRange): string {
  const parameters = new URLSearchParams();
  if (by !== "model") parameters.set("by", by);
  writeRange(parameters, range, week);
  return withParameters("/dashboard", parameters);
}

export function changeUrl(range: TimeRange = week): string {
  const parameters = new URLSearchParams();
  writeRange(parameters, range, week);
  return withParameters("/dashboard/change", parameters);
}

export function compareUrl(left: string | null, right: string | null = null): string {
  const parameters = new URLSearchParams();
  if (left !== null) parameters.set("left", left);
  if (right !== null) parameters.set("right", right);
  return withParameters("/compare", parameters);
}

export function sessionUrl(id: string): string {
  return `/sessions/${encodeURIComponent(id)}`;
}

export function userUrl(id: string): string {
  return `/users/${encodeURIComponent(id)}`;
}

/** The id in text that is nothing but a trace id, as pasted from a log line; null for any other text. */
export function asTraceId(text: string): string | null {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

function withParameters(path: string, parameters: URLSearchParams): string {
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
