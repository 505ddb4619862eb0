import type { SpanDetail } from "../api/contract";

/** What limits are put on, as a reader calls it. */
const parts: Readonly<Record<string, string>> = {
  input: "the input",
  output: "the output",
  systemInstructions: "the system instructions",
  toolDefinitions: "the tools offered",
  toolArguments: "the arguments",
  toolResult: "the result",
  documents: "the documents",
};

/** Something of what was said is missing: which part, and the setting that decides how much is kept. */
export function CutOff({ detail }: { detail: SpanDetail }) {
  const { cutOff, isTruncated } = detail;
  if (cutOff.length === 0 && !isTruncated) return null;
  return (
    <div className="not-captured" role="note" data-testid="cut-off">
      <p>
        <strong>Not all of it is here.</strong>{" "}
        {cutOff.length > 0
          ? `A length limit of ${detail.service ?? "the application"} cut off ${listed(cutOff)}; what came before the cut is shown.`
          : `${detail.service ?? "The application"} left parts out to keep to its limit, the oldest first.`}{" "}
        To keep more of the next run:
      </p>
      <ul>
        <li>
          .NET with OtelGenAI: <code>MaxContentBytes</code> in <code>AddGenAIInstrumentation</code>
        </li>
        <li>
          other OpenTelemetry SDKs: <code>OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT</code> or{" "}
          <code>OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT</code>
        </li>
      </ul>
    </div>
  );
}

function listed(names: readonly string[]): string {
  return names.map((name) => parts[name] ?? name).join(" and ");
}
