import { type Measure, measures, titles } from "./measures";

interface Props {
  measure: Measure;
  onChange(measure: Measure): void;
}

/** What the height of the bars means. */
export function MeasureSwitch({ measure, onChange }: Props) {
  return (
    <fieldset className="switch">
      <legend>Bars show</legend>
      {measures.map((choice) => (
        <button key={choice} type="button" aria-pressed={choice === measure} onClick={() => onChange(choice)}>
          {titles[choice]}
        </button>
      ))}
    </fieldset>
  );
}
