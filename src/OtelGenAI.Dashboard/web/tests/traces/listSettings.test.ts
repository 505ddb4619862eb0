import { beforeEach, expect, test } from "vitest";
import { fitting } from "../../src/traces/columns";
import { defaultColumns, readSettings } from "../../src/traces/listSettings";

beforeEach(() => localStorage.clear());

test.each(["{", "null", '{"columns":5}', '{"columns":[null,1]}'])("%s in the storage breaks nothing", (text) => {
  localStorage.setItem("otelgenai.traces", text);

  expect(readSettings()).toMatchObject({ columns: defaultColumns });
});

test("columns without room are left out, those that matter least first, and the order stays", () => {
  const keys = (width: number) => fitting(["session", "cost", "duration"], width).map((column) => column.key);

  expect(keys(2_000)).toEqual(["session", "cost", "duration"]);
  expect(keys(470)).toEqual(["cost", "duration"]);
  expect(keys(380)).toEqual(["duration"]);
  expect(keys(100)).toEqual([]);
});
