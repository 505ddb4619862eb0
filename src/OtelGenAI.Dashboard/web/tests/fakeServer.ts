import { vi } from "vitest";

type Answer = { status?: number; body: unknown };
type Route = (url: URL, method: string) => Answer | undefined;

/** Stands in for fetch. Whatever no route answers is a test's mistake and says so. */
export class FakeServer {
  readonly asked: string[] = [];
  private readonly routes: Route[] = [];

  constructor() {
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => this.answer(path, init?.method ?? "GET"));
  }

  on(path: string | RegExp, answer: (url: URL, method: string) => Answer): void {
    this.routes.unshift((url, method) =>
      (typeof path === "string" ? url.pathname === path : path.test(url.pathname)) ? answer(url, method) : undefined,
    );
  }

  private async answer(path: string, method: string): Promise<Response> {
    const url = new URL(path, "http://test");
    this.asked.push((method === "GET" ? "" : `${method} `) + url.pathname + url.search);
    for (const route of this.routes) {
      const answer = route(url, method);
      if (answer !== undefined) return Response.json(answer.body, { status: answer.status ?? 200 });
    }
    throw new Error(`The test answers nothing to ${path}.`);
  }
}

export function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
