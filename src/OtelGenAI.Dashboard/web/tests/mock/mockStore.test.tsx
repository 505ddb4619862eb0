import { render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { failedId, MockStore, travelId } from "../../mock/mockStore";
import { App } from "../../src/App";
import { lists } from "../../src/routing/route";

/** Every page of `npm run dev` has something to show, and asks for nothing that is not made up. */

const pages = [
  "/",
  "/?q=chat",
  `/traces/${travelId}`,
  `/traces/${failedId}/transcript`,
  `/traces/${travelId}/cost`,
  "/sessions/conv-3",
  "/users/user-4",
  "/prompts/triage",
  "/dashboard",
  "/dashboard?by=user",
  "/dashboard/change",
  `/compare?left=${travelId}&right=${failedId}`,
  ...lists.map((list) => `/${list}`),
];

/** Whole pages with hundreds of rows, beside other tests on a small machine. */
const patienceMs = 20_000;

const refused: string[] = [];
/** One of its traces has 50,000 spans: it is made once. */
const store = new MockStore(Date.now());

beforeEach(() => {
  refused.length = 0;
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    const { status, body } = store.answer(new URL(path, "http://mock"), Date.now(), init?.method);
    if (status !== 200) refused.push(`${status} ${path}`);
    return Response.json(body, { status });
  });
});

test.each(pages)(
  "%s is made up too",
  async (page) => {
    history.replaceState(null, "", page);
    render(<App />);

    await waitFor(() => expect(document.querySelector(".loading")).toBeNull(), { timeout: patienceMs });
    expect(screen.queryByRole("alert")?.textContent).toBeUndefined();
    expect(document.querySelector(".notice")?.textContent).toBeUndefined();
    expect(refused).toEqual([]);
  },
  2 * patienceMs,
);
