import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { App } from "../../src/App";
import { FakeServer, failure } from "../fakeServer";
import * as some from "../some";

const id = some.traceId(1);
let server: FakeServer;
let pinned: boolean;

beforeEach(() => {
  pinned = false;
  server = new FakeServer();
  const only = some.span(1);
  server.on(`/api/v1/traces/${id}`, () => ({
    body: { summary: some.summary(1, { pinned }), spans: [only], findings: { error: 0, warning: 0, info: 0 } },
  }));
  server.on(`/api/v1/traces/${id}/spans/${only.spanId}`, () => ({ body: some.detail(only) }));
  history.replaceState(null, "", `/traces/${id}`);
});

describe("the pin of a trace", () => {
  test("is set and taken away by its button, which shows what the server says", async () => {
    server.on(`/api/v1/traces/${id}/pin`, (_, method) => {
      pinned = method === "PUT";
      return { body: { traceId: id, pinned } };
    });
    render(<App />);

    fireEvent.click(await screen.findByRole("button", { name: "Pin" }));
    const button = await screen.findByRole("button", { name: "Pinned" });
    expect(button.getAttribute("aria-pressed")).toBe("true");

    fireEvent.click(button);
    await screen.findByRole("button", { name: "Pin" });
    expect(server.asked.filter((asked) => asked.endsWith("/pin"))).toEqual([
      `PUT /api/v1/traces/${id}/pin`,
      `DELETE /api/v1/traces/${id}/pin`,
    ]);
  });

  test("says why it was not set", async () => {
    server.on(`/api/v1/traces/${id}/pin`, () => failure(403, "permission_denied", "This needs admin."));
    render(<App />);

    fireEvent.click(await screen.findByRole("button", { name: "Pin" }));

    await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("This needs admin."));
    expect(screen.getByRole("button", { name: "Pin" }).getAttribute("aria-pressed")).toBe("false");
  });
});
