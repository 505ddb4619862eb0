import type { SpanDetail } from "../api/contract";
import { openEmbedded } from "../format/json";
import { CutOff } from "./CutOff";
import { JsonBlock } from "./JsonBlock";
import { LongText } from "./LongText";
import { NotCaptured } from "./NotCaptured";
import { hasToolContent } from "./sections";

/** What a tool was given and what it gave back. */
export function ToolExecution({ detail }: { detail: SpanDetail }) {
  if (!hasToolContent(detail)) return <NotCaptured what="argument or result" detail={detail} />;
  const result = openEmbedded(detail.toolResult);
  return (
    <div className="tool-execution">
      <CutOff detail={detail} />
      <h3>Arguments</h3>
      {detail.toolArguments === null ? (
        <p className="dim">not captured</p>
      ) : (
        <JsonBlock value={detail.toolArguments} what="arguments" testId="tool-arguments" />
      )}
      <h3>Result</h3>
      {detail.toolResult === null && (
        <p className="dim">{detail.status === "error" ? "none: the tool failed" : "not captured"}</p>
      )}
      {detail.toolResult !== null && typeof result === "string" && (
        <div data-testid="tool-result" className="text-box">
          <LongText text={result} />
        </div>
      )}
      {detail.toolResult !== null && typeof result !== "string" && (
        <JsonBlock value={result} what="result" testId="tool-result" />
      )}
    </div>
  );
}
