// One locale for everybody: a figure read out over the phone must look the same on both screens.
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Every digit, grouped: 12,345. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** Short enough for a column: 987, 12.3k, 4.5M. */
export function formatCompact(value: number): string {
  if (value < 1_000) return whole.format(value);
  if (value < 999_950) return `${shorten(value / 1_000)}k`;
  if (value < 999_950_000) return `${shorten(value / 1_000_000)}M`;
  return `${shorten(value / 1_000_000_000)}B`;
}

function shorten(value: number): string {
  return value < 99.95 ? value.toFixed(1).replace(/\.0$/, "") : value.toFixed(0);
}

/** Dollars with as many decimals as a small amount needs to be told from zero; "—" when unknown. */
export function formatCost(usd: number | null): string {
  if (usd === null) return "—";
  if (usd === 0) return "$0";
  if (Math.abs(usd) >= 0.9995)
    return `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  if (Math.abs(usd) >= 0.01) return `$${usd.toFixed(3)}`;
  if (Math.abs(usd) < 0.00001) return "<$0.00001";
  // Two digits also where the second is 0, or $0.0001 would seem to be another kind of figure than $0.00012.
  return `$${usd.toFixed(Math.min(6, 1 - Math.floor(Math.log10(Math.abs(usd)))))}`;
}

/** A score with three digits behind the point at most: 0.875, 4. */
export function formatScore(value: number): string {
  return String(Number(value.toFixed(3)));
}

/** "1 span", "2 spans". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A share of a whole, "41 %"; small but present shares say "<1 %". */
export function formatShare(part: number, all: number): string {
  if (all <= 0) return "—";
  const percent = (part / all) * 100;
  return percent > 0 && percent < 1 ? "<1 %" : `${Math.round(percent)} %`;
}
