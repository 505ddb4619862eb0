/** The places of the application. Each has exactly one address, so that every address can be shared. */
export type Route =
  | { page: "traces"; query: string }
  | { page: "trace"; traceId: string; spanId: string | null; view: TraceView }
  | { page: "unknown"; path: string };

/** A run as a tree of spans, or as a conversation. */
export type TraceView = "tree" | "transcript";

const tracePath = /^\/traces\/([0-9a-fA-F]{32})(?:\/(transcript)|\/spans\/([0-9a-fA-F]{16}))?\/?$/;

export function parseRoute(path: string, search: string): Route {
  if (path === "/" || path === "/traces" || path === "/traces/") {
    return { page: "traces", query: new URLSearchParams(search).get("q") ?? "" };
  }
  const match = tracePath.exec(path);
  if (match?.[1] === undefined) return { page: "unknown", path };
  const [, traceId, view, spanId] = match;
  return {
    page: "trace",
    traceId: traceId.toLowerCase(),
    spanId: spanId?.toLowerCase() ?? null,
    view: view === undefined ? "tree" : "transcript",
  };
}

export function tracesUrl(query: string): string {
  return query === "" ? "/" : `/?${new URLSearchParams({ q: query })}`;
}

export function traceUrl(traceId: string, spanId: string | null = null): string {
  return spanId === null ? `/traces/${traceId}` : `/traces/${traceId}/spans/${spanId}`;
}

export function transcriptUrl(traceId: string): string {
  return `/traces/${traceId}/transcript`;
}

/** The id in text that is nothing but a trace id, as pasted from a log line; null for any other text. */
export function asTraceId(text: string): string | null {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}
