import { describe, expect, test } from "vitest";
import { formatDuration } from "../../src/format/duration";
import { openEmbedded, plainValue, prettyJson } from "../../src/format/json";
import { formatCompact, formatCost, formatCount, formatShare, plural } from "../../src/format/number";
import { formatAgo, parseTime } from "../../src/format/time";

describe("durations", () => {
  test.each([
    [0, "0 ms"],
    [0.0004, "1 µs"],
    [0.41, "410 µs"],
    [3.914, "3.91 ms"],
    [9.996, "10 ms"],
    [421.4, "421 ms"],
    [999.6, "1.00 s"],
    [4_205, "4.21 s"],
    [41_250, "41.3 s"],
    [59_960, "1 m 00 s"],
    [125_400, "2 m 05 s"],
    [3_720_000, "1 h 02 m"],
    [-3, "-3.00 ms"],
    [Number.NaN, "—"],
  ])("%d ms is said as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe("figures", () => {
  test.each([
    [0, "0"],
    [987, "987"],
    [1_000, "1k"],
    [12_345, "12.3k"],
    [99_960, "100k"],
    [999_960, "1M"],
    [4_512_000, "4.5M"],
    [2_000_000_000, "2B"],
  ])("%d is short as %s", (value, text) => {
    expect(formatCompact(value)).toBe(text);
  });

  test("every digit is grouped the same way for everybody", () => {
    expect(formatCount(1_234_567)).toBe("1,234,567");
  });

  test.each([
    [null, "—"],
    [0, "$0"],
    [12.345, "$12.35"],
    [1_234.5, "$1,234.50"],
    [0.99998, "$1.00"],
    [0.0283, "$0.028"],
    [0.00666, "$0.0067"],
    [0.0002, "$0.00020"],
    [0.0001002, "$0.00010"],
    [0.000054, "$0.000054"],
    [0.00000028, "<$0.00001"],
  ])("%d dollars is written %s, and an unknown cost is not $0", (usd, text) => {
    expect(formatCost(usd)).toBe(text);
  });

  test("a share that is there never rounds to nothing", () => {
    expect(formatShare(1, 1_000)).toBe("<1 %");
    expect(formatShare(0, 10)).toBe("0 %");
    expect(formatShare(1, 0)).toBe("—");
  });

  test("one is singular", () => {
    expect([plural(1, "error"), plural(1_200, "error")]).toEqual(["1 error", "1,200 errors"]);
  });
});

describe("times", () => {
  test("digits after the millisecond are kept", () => {
    const first = parseTime("2026-11-20T03:43:12.123456789Z");
    const second = parseTime("2026-11-20T03:43:12.123458789Z");

    expect(second - first).toBeCloseTo(0.002, 3);
  });

  test("a time without a fraction, or with an offset, is read", () => {
    expect(parseTime("2026-11-20T03:43:12Z")).toBe(Date.UTC(2026, 10, 20, 3, 43, 12));
    expect(parseTime("2026-11-20T04:43:12.500+01:00")).toBe(Date.UTC(2026, 10, 20, 3, 43, 12, 500));
  });

  test("text that is no time is not a number", () => {
    expect(parseTime("yesterday")).toBeNaN();
  });

  test.each([
    [0, "just now"],
    [-3_000, "just now"],
    [42_000, "42 s ago"],
    [150_000, "2 min ago"],
    [7_300_000, "2 h ago"],
    [200_000_000, "2 d ago"],
    [-60_000, "in 1 min"],
  ])("%d ms before now is %s", (age, text) => {
    expect(formatAgo(1_000_000_000_000 - age, 1_000_000_000_000)).toBe(text);
  });
});

describe("JSON", () => {
  test("arguments that came as text are opened", () => {
    expect(prettyJson('{"city":"Lisbon"}')).toBe('{\n  "city": "Lisbon"\n}');
  });

  test("text that only begins like JSON stays as it came", () => {
    expect(openEmbedded('{"city": "Lis')).toBe('{"city": "Lis');
    expect(openEmbedded("{not json}")).toBe("{not json}");
  });

  test("a text value is not quoted in a table", () => {
    expect([plainValue("a b"), plainValue([1, "x"]), plainValue(null)]).toEqual(["a b", '[1,"x"]', "null"]);
  });
});
