import { vi } from "vitest";

type Answer = { status?: number; body: unknown };
type Route = (url: URL) => Answer | undefined;

/** Stands in for fetch. Whatever no route answers is a test's mistake and says so. */
export class FakeServer {
  readonly asked: string[] = [];
  private readonly routes: Route[] = [];

  constructor() {
    vi.stubGlobal("fetch", (path: string) => this.answer(path));
  }

  on(path: string | RegExp, answer: (url: URL) => Answer): void {
    this.routes.unshift((url) =>
      (typeof path === "string" ? url.pathname === path : path.test(url.pathname)) ? answer(url) : undefined,
    );
  }

  private async answer(path: string): Promise<Response> {
    const url = new URL(path, "http://test");
    this.asked.push(url.pathname + url.search);
    for (const route of this.routes) {
      const answer = route(url);
      if (answer !== undefined) return Response.json(answer.body, { status: answer.status ?? 200 });
    }
    throw new Error(`The test answers nothing to ${path}.`);
  }
}

export function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
