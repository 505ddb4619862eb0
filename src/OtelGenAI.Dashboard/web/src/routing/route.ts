/** The places of the application. Each has exactly one address, so that every address can be shared. */
export type Route =
  | { page: "traces"; query: string }
  | { page: "trace"; traceId: string; spanId: string | null }
  | { page: "unknown"; path: string };

const tracePath = /^\/traces\/([0-9a-fA-F]{32})(?:\/spans\/([0-9a-fA-F]{16}))?\/?$/;

export function parseRoute(path: string, search: string): Route {
  if (path === "/" || path === "/traces" || path === "/traces/") {
    return { page: "traces", query: new URLSearchParams(search).get("q") ?? "" };
  }
  const match = tracePath.exec(path);
  if (match?.[1] === undefined) return { page: "unknown", path };
  return { page: "trace", traceId: match[1].toLowerCase(), spanId: match[2]?.toLowerCase() ?? null };
}

export function tracesUrl(query: string): string {
  return query === "" ? "/" : `/?${new URLSearchParams({ q: query })}`;
}

export function traceUrl(traceId: string, spanId: string | null = null): string {
  return spanId === null ? `/traces/${traceId}` : `/traces/${traceId}/spans/${spanId}`;
}

/** The id in text that is nothing but a trace id, as pasted from a log line; null for any other text. */
export function asTraceId(text: string): string | null {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}
