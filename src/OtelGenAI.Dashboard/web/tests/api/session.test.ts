import { expect, test } from "vitest";
import { loginUrl } from "../../src/api/session";

test("logging in leads back to the page, its query and its fragment", () => {
  const url = loginUrl({ pathname: "/traces/1/spans/2", search: "?q=a&b=c", hash: "#x" });

  expect(url).toBe("/login?return=%2Ftraces%2F1%2Fspans%2F2%3Fq%3Da%26b%3Dc%23x");
  expect(new URL(url, "http://here").searchParams.get("return")).toBe("/traces/1/spans/2?q=a&b=c#x");
});
