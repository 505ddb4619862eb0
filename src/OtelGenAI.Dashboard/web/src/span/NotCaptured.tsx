import type { SpanDetail } from "../api/contract";

/** Content is off by default in every instrumentation; a reader who finds nothing must learn that, and the switch. */
export function NotCaptured({ what, detail }: { what: string; detail: SpanDetail }) {
  if (detail.payloadDroppedBy !== null) {
    return (
      <div className="not-captured" role="note">
        <p>
          <strong>What was said is past its retention.</strong> Times, tokens and cost stay; the {what}, attributes,
          events and log records of this span were dropped by <code>{detail.payloadDroppedBy}</code>. Pinned traces keep
          theirs.
        </p>
      </div>
    );
  }

  return (
    <div className="not-captured" role="note">
      <p>
        <strong>No {what} was captured.</strong> Instrumentations leave content out unless told otherwise, because it
        may be personal. To record it in {detail.service ?? "the application"}:
      </p>
      <ul>
        <li>
          .NET with OtelGenAI: set <code>CaptureContent</code> to <code>GenAIContentCaptureMode.SpanOnly</code> in{" "}
          <code>AddGenAIInstrumentation</code>
        </li>
        <li>
          other OpenTelemetry instrumentations: <code>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true</code>
        </li>
      </ul>
    </div>
  );
}
