import type { Explanation } from "../api/contract";
import { plainValue } from "../format/json";

/** Where each figure on this page comes from. */
export function ExplainTable({ explanations }: { explanations: Explanation[] }) {
  if (explanations.length === 0) return <p className="dim">The server gave no explanation for this span.</p>;
  return (
    <table className="explain">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
          <th scope="col">Because</th>
        </tr>
      </thead>
      <tbody>
        {explanations.map((explanation, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field may be explained by several rules
          <tr key={index}>
            <th scope="row">{explanation.field}</th>
            <td className="mono">{plainValue(explanation.value)}</td>
            <td>{explanation.because}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
