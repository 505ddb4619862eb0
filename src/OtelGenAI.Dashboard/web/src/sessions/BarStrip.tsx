import "./sessions.css";

export interface Bar {
  key: string;
  /** 0 or more; null where nobody knows. */
  value: number | null;
  /** It in words: what it is, and how much. */
  label: string;
  isBad: boolean;
  /** Where it leads. */
  onOpen(): void;
}

interface Props {
  label: string;
  bars: readonly Bar[];
}

/** A bar for each step of something, side by side in the order of time, every one of them a button. */
export function BarStrip({ label, bars }: Props) {
  const largest = Math.max(...bars.map((bar) => bar.value ?? 0), 0);
  return (
    <ol className="bar-strip" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key}>
          <button
            type="button"
            className="strip-bar"
            data-testid="bar"
            data-bad={bar.isBad}
            data-unknown={bar.value === null}
            title={bar.label}
            aria-label={bar.label}
            onClick={bar.onOpen}
          >
            <span style={{ height: `${largest > 0 ? Math.max(3, ((bar.value ?? 0) / largest) * 100) : 3}%` }} />
          </button>
        </li>
      ))}
    </ol>
  );
}
