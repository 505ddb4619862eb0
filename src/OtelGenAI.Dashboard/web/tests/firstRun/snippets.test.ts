import { expect, test } from "vitest";
import { waysToSend } from "../../src/firstRun/snippets";

const open = { grpc: "http://collector:14317", otlpHttp: "http://collector:14318", needsKey: false };

test("every snippet has an address of this collector, and none of another", () => {
  for (const way of waysToSend(open)) {
    expect(way.code, way.title).toMatch(/collector:1431[78]/);
    expect(way.code, way.title).not.toMatch(/:431[78]|localhost|127\.0\.0\.1/);
  }
});

test("every snippet has a place for a key where one is needed, and none where not", () => {
  for (const way of waysToSend(open)) expect(way.code, way.title).not.toContain("YOUR_KEY");
  for (const way of waysToSend({ ...open, needsKey: true })) expect(way.code, way.title).toContain("YOUR_KEY");
});

test("a Collector is told to speak plain text only where the receiver does", () => {
  const collector = (grpc: string) =>
    waysToSend({ ...open, grpc }).find((way) => way.title.endsWith("Collector"))?.code;

  expect(collector("http://collector:14317")).toContain("insecure: true");
  expect(collector("https://collector:14317")).not.toContain("insecure");
});
