import type { Message } from "../api/contract";
import { CopyButton } from "../controls/CopyButton";
import { PartView } from "./PartView";
import type { ToolCallPairs } from "./toolCallPairs";

interface Props {
  message: Message;
  pairs: ToolCallPairs;
  isOutput: boolean;
}

export function MessageView({ message, pairs, isOutput }: Props) {
  const text = plainText(message);
  return (
    <article className="message" data-testid="message" data-role={message.role} data-output={isOutput}>
      <h3>
        {message.role}
        {message.name && <span className="dim"> {message.name}</span>}
        {message.finishReason && <FinishReason reason={message.finishReason} />}
        {text !== "" && <CopyButton text={text} what={`${message.role} message`} />}
      </h3>
      {message.parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
        <PartView key={index} part={part} pairs={pairs} />
      ))}
      {message.parts.length === 0 && <p className="dim">empty message</p>}
    </article>
  );
}

/** An answer that was cut or blocked explains a bad result, so those reasons stand out. */
function FinishReason({ reason }: { reason: string }) {
  const isBad = /length|max_tokens|filter|error|refus/i.test(reason);
  return (
    <span className={isBad ? "finish error-text" : "finish dim"} title="finish reason">
      {reason}
    </span>
  );
}

function plainText(message: Message): string {
  return message.parts
    .filter((part) => part.type === "text" && typeof part.content === "string")
    .map((part) => part.content as string)
    .join("\n");
}
