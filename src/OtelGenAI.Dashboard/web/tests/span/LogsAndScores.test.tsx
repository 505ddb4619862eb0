import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { LogLine, Score } from "../../src/api/contract";
import { LogList } from "../../src/span/LogList";
import { ScoreList } from "../../src/span/ScoreList";
import { sectionsOf } from "../../src/span/sections";
import * as some from "../some";

const hostile = `<script>window.owned = true</script><img src=x onerror="window.owned = true">[a](javascript:alert(1))`;
const log: LogLine = {
  time: "2026-11-20T08:00:01.250Z",
  eventName: null,
  severity: "warn",
  severityNumber: 13,
  body: "late",
  attributes: {},
};
const score: Score = {
  name: "tone",
  value: 0.25,
  label: "rude",
  explanation: "It shouts.",
  errorType: null,
  time: log.time,
  source: "logs[2]",
};

describe("a log record", () => {
  test("shows when, how bad, what and the attributes, and no JSON", () => {
    render(<LogList logs={[{ ...log, eventName: "job.late", attributes: { "job.id": 7 } }]} />);

    const item = within(screen.getByTestId("logs")).getByRole("listitem");
    expect(item.querySelector("time")?.dateTime).toBe("2026-11-20T08:00:01.250Z");
    expect(item.dataset.level).toBe("warn");
    for (const text of ["warn", "job.late", "late", "job.id", "7"]) expect(within(item).getByText(text)).toBeTruthy();
    expect(item.textContent).not.toContain("{");
  });

  test("whose body is a structure shows it as a structure", () => {
    render(<LogList logs={[{ ...log, body: { what: "paper" } }]} />);

    expect(screen.getByTestId("logs").textContent).toContain('"what": "paper"');
  });

  test.each([
    ["its body", { body: hostile }],
    ["a structure in its body", { body: { [hostile]: hostile } }],
    ["its event's name", { eventName: hostile }],
    ["its severity", { severity: hostile }],
    ["an attribute", { attributes: { [hostile]: hostile } }],
  ] as [string, Partial<LogLine>][])("makes no element, link or script of %s", (_place, over) => {
    const { container } = render(<LogList logs={[{ ...log, ...over }]} />);

    expect(container.querySelectorAll("script, img, a")).toHaveLength(0);
    expect(container.textContent).toContain("<script>");
    expect("owned" in window).toBe(false);
  });
});

describe("a score", () => {
  test("shows name, value, label, explanation and where it came from", () => {
    render(<ScoreList scores={[score]} />);

    for (const text of ["tone", "0.25", "rude", "It shouts."]) expect(screen.getByText(text)).toBeTruthy();
    expect(screen.getByTestId("scores").textContent).toContain("in a log record of this span (logs[2])");
  });

  test("that is missing says why", () => {
    render(<ScoreList scores={[{ ...score, value: null, label: null, errorType: "timeout" }]} />);

    expect(screen.getByText("failed: timeout")).toBeTruthy();
  });

  test.each(["name", "label", "explanation", "errorType", "source"] as const)("makes no element of its %s", (field) => {
    const { container } = render(<ScoreList scores={[{ ...score, [field]: hostile }]} />);

    expect(container.querySelectorAll("script, img, a")).toHaveLength(0);
    expect(container.textContent).toContain("<script>");
  });
});

test("log records of the trace have a tab on every span, and none when there are none", () => {
  const span = some.span(1);
  const detail = some.detail(span);

  expect(sectionsOf(span, detail, 2)).toContain("Trace logs");
  expect(sectionsOf(span, detail, 0)).not.toContain("Trace logs");
});
