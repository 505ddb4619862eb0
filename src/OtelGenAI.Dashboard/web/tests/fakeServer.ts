import { vi } from "vitest";

type Answer = { status?: number; body: unknown };
type Handler = (url: URL, method: string, body: object) => Answer;
type Route = (...asked: Parameters<Handler>) => Answer | undefined;

/** Stands in for fetch. Whatever no route answers is a test's mistake and says so. */
export class FakeServer {
  readonly asked: string[] = [];
  private readonly routes: Route[] = [];

  constructor() {
    // Every page that shows traces asks for it; tests that are about it say more.
    this.on("/api/v1/exchanges", () => ({ body: { items: [] } }));
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) =>
      this.answer(path, init?.method ?? "GET", JSON.parse((init?.body as string | null) ?? "{}")),
    );
  }

  on(path: string | RegExp, answer: Handler): void {
    this.routes.unshift((url, method, body) =>
      (typeof path === "string" ? url.pathname === path : path.test(url.pathname))
        ? answer(url, method, body)
        : undefined,
    );
  }

  private async answer(path: string, method: string, body: object): Promise<Response> {
    const url = new URL(path, "http://test");
    this.asked.push((method === "GET" ? "" : `${method} `) + url.pathname + url.search);
    for (const route of this.routes) {
      const answer = route(url, method, body);
      if (answer !== undefined) return Response.json(answer.body, { status: answer.status ?? 200 });
    }
    throw new Error(`The test answers nothing to ${path}.`);
  }
}

export function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
