import { beforeEach, expect, test } from "vitest";
import { fitting } from "../../src/traces/columns";
import { defaultColumns, readSettings } from "../../src/traces/listSettings";

beforeEach(() => localStorage.clear());

test("a saved view that leads elsewhere is not shown", () => {
  const views = ["/?q=a", "https://evil.example/", "//evil.example", "javascript:alert(1)", "/"].map((url) => ({
    name: url,
    url,
    columns: [],
  }));
  localStorage.setItem("otelgenai.traces", JSON.stringify({ views }));

  expect(readSettings().views.map((view) => view.url)).toEqual(["/?q=a", "/"]);
});

test.each(["{", "null", '{"columns":5,"views":{}}', '{"views":[null,1]}'])(
  "%s in the storage breaks nothing",
  (text) => {
    localStorage.setItem("otelgenai.traces", text);

    expect(readSettings()).toMatchObject({ columns: defaultColumns, views: [] });
  },
);

test("columns without room are left out, those that matter least first, and the order stays", () => {
  const keys = (width: number) => fitting(["session", "cost", "duration"], width).map((column) => column.key);

  expect(keys(2_000)).toEqual(["session", "cost", "duration"]);
  expect(keys(470)).toEqual(["cost", "duration"]);
  expect(keys(380)).toEqual(["duration"]);
  expect(keys(100)).toEqual([]);
});
