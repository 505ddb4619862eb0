import { type FormEvent, useState } from "react";
import { boundsOf, presets, type TimeRange } from "./timeRange";
import "./range.css";

interface Props {
  range: TimeRange;
  onChange(range: TimeRange): void;
}

const custom = "custom";
const all = "all";

/** Which stretch of time: one of the usual ones, or from a moment to another in the reader's own time zone. */
export function RangePicker({ range, onChange }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const isPreset = range.is === "last" && presets.some((preset) => preset.hours === range.hours);
  const value = isOpen || range.is === "between" ? custom : range.is === "all" ? all : String(range.hours);

  function choose(chosen: string) {
    setIsOpen(chosen === custom);
    if (chosen === all) onChange({ is: "all" });
    else if (chosen !== custom) onChange({ is: "last", hours: Number(chosen) });
  }

  return (
    <div className="range">
      <select aria-label="Time range" value={value} onChange={(event) => choose(event.target.value)}>
        <option value={all}>All time</option>
        {presets.map((preset) => (
          <option key={preset.hours} value={preset.hours}>
            {preset.title}
          </option>
        ))}
        {range.is === "last" && !isPreset && <option value={range.hours}>Last {range.hours} hours</option>}
        <option value={custom}>From … to …</option>
      </select>
      {value === custom && <CustomRange range={range} onChange={onChange} />}
    </div>
  );
}

function CustomRange({ range, onChange }: Props) {
  const bounds = boundsOf(range, Date.now());
  const [from, setFrom] = useState(localText(bounds.from));
  const [to, setTo] = useState(localText(bounds.to));

  function submit(event: FormEvent) {
    event.preventDefault();
    onChange({ is: "between", from: utcText(from), to: utcText(to) });
  }

  return (
    <form className="range-ends" onSubmit={submit}>
      <input type="datetime-local" aria-label="From" value={from} onChange={(event) => setFrom(event.target.value)} />
      <span aria-hidden="true">–</span>
      <input type="datetime-local" aria-label="To" value={to} onChange={(event) => setTo(event.target.value)} />
      <button type="submit">Apply</button>
    </form>
  );
}

function localText(rfc3339: string | null): string {
  if (rfc3339 === null) return "";
  const time = new Date(rfc3339);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function utcText(local: string): string | null {
  return local === "" ? null : new Date(local).toISOString();
}
