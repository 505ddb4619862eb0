import { expect, test, vi } from "vitest";
import { formatZone } from "../../src/format/time";

test.each([
  [0, "UTC"],
  [-60, "UTC+1"],
  [210, "UTC−3:30"],
  [-345, "UTC+5:45"],
])("an offset of %d minutes is the zone %s", (offset, zone) => {
  vi.spyOn(Date.prototype, "getTimezoneOffset").mockReturnValue(offset);
  expect(formatZone(0)).toBe(zone);
});
