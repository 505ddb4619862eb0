import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { MockStore } from "./mockStore.ts";

/** The server's API with made-up traces, for `npm run dev` and `npm run preview` only; nothing of it is built. */
export function mockApi(): Plugin {
  return {
    name: "otelgenai-mock-api",
    configureServer: (server) => {
      server.middlewares.use(answerFrom(new MockStore(Date.now())));
    },
    configurePreviewServer: (server) => {
      server.middlewares.use(answerFrom(new MockStore(Date.now())));
    },
  };
}

function answerFrom(store: MockStore) {
  return async (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const url = new URL(request.url ?? "/", "http://mock");
    if (!url.pathname.startsWith("/api/")) return next();
    const answer = store.answer(url, Date.now(), request.method, await bodyOf(request));
    response.statusCode = answer.status;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer.body));
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const piece of request) text += piece;
  return text === "" ? null : JSON.parse(text);
}
