import { leaveForLogin } from "./session";

export interface QueryPlace {
  /** Counted from 0. */
  column: number;
  length: number;
  suggestion: string | null;
}

/** The server refused, failed or did not answer. `message` is fit to be shown as it is. */
export class ApiError extends Error {
  constructor(
    /** HTTP status, 0 when there was no answer at all. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** Where in a query it is wrong, and what was probably meant; null when it is not about a query. */
    readonly place: QueryPlace | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Whether the caller itself gave up, which is not something to tell the user about. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return askJson("GET", path, signal);
}

/** Changes something on the server. */
export function sendJson<T>(method: string, path: string, body?: unknown): Promise<T> {
  return askJson(method, path, undefined, body);
}

async function askJson<T>(method: string, path: string, signal?: AbortSignal, body?: unknown): Promise<T> {
  const response = await ask(method, path, signal, body);
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(response.status, "not_json", `The server's answer to ${path} is not JSON.`);
  }
}

/** An answer that is to be read piece by piece; a refusal is thrown. */
export function getResponse(path: string, signal?: AbortSignal): Promise<Response> {
  return ask("GET", path, signal);
}

async function ask(method: string, path: string, signal?: AbortSignal, body?: unknown): Promise<Response> {
  const headers = { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      signal: signal ?? null,
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(0, "unreachable", `The server did not answer ${path}. It may be down or restarting.`);
  }
  // The session has ended or its key was revoked. The error is shown until the login page is there.
  if (response.status === 401) leaveForLogin();
  if (!response.ok) throw await readError(response, path);
  return response;
}

/** A proxy in between may answer with its own page, so the body is only trusted when it has our shape. */
async function readError(response: Response, path: string): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = (body as { error?: Record<string, unknown> } | null)?.error;
  const code = typeof error?.code === "string" ? error.code : `http_${response.status}`;
  const message =
    typeof error?.message === "string" ? error.message : `The server answered ${response.status} to ${path}.`;
  return new ApiError(response.status, code, message, placeOf(error));
}

function placeOf(error: Record<string, unknown> | undefined): QueryPlace | null {
  const { column, length, suggestion } = error ?? {};
  if (typeof column !== "number") return null;
  return {
    column,
    length: typeof length === "number" ? length : 0,
    suggestion: typeof suggestion === "string" ? suggestion : null,
  };
}
