import { expect, test, vi } from "vitest";
import { getJson } from "../../src/api/request";

const answer = (body: string, status: number) => vi.stubGlobal("fetch", async () => new Response(body, { status }));

test("the server's own words are the message", async () => {
  answer('{"error":{"code":"unknown_field","message":"No field x."}}', 400);

  await expect(getJson("/api/v1/traces")).rejects.toMatchObject({
    status: 400,
    code: "unknown_field",
    message: "No field x.",
  });
});

test("a proxy's error page is not taken for the server's words", async () => {
  answer("<html>Bad gateway</html>", 502);

  await expect(getJson("/api/v1/traces")).rejects.toThrow("The server answered 502 to /api/v1/traces.");
});

test("no answer at all is told as such", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });

  await expect(getJson("/api/v1/traces")).rejects.toMatchObject({ status: 0, code: "unreachable" });
});

test("a page instead of JSON is not mistaken for data", async () => {
  answer("<!doctype html>", 200);

  await expect(getJson("/api/v1/traces")).rejects.toThrow("is not JSON");
});
