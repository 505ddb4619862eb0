/** Round times to draw lines at, from 0 up to the length of the trace. */
export function axisTicks(durationMs: number, wanted: number): number[] {
  if (!(durationMs > 0) || wanted < 1) return [0];
  const step = roundUp(durationMs / wanted);
  const ticks: number[] = [];
  for (let i = 0; i * step <= durationMs; i++) ticks.push(i * step);
  return ticks;
}

/** The next of 1, 2, 2.5, 5, 10, 20, 25, 50 … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value * 0.999) ?? 10;
  return factor * power;
}
