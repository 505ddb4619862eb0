import { useMemo, useRef, useState } from "react";
import type { Message, SpanDetail } from "../api/contract";
import { CopyButton } from "../controls/CopyButton";
import { says, useSought } from "../find/sought";
import { plural } from "../format/number";
import { Collapsible } from "./Collapsible";
import { CutOff } from "./CutOff";
import { JsonBlock } from "./JsonBlock";
import { MessageView } from "./MessageView";
import { NotCaptured } from "./NotCaptured";
import { PartView } from "./PartView";
import { hasPrompt, promptOf } from "./prompt";
import { hasConversation } from "./sections";
import { pairToolCalls } from "./toolCallPairs";

/** A long history is the same in every turn; what led to this answer is at its end. */
const historyShown = 8;
/** Below this many messages, hiding some is more bother than reading them. */
const historyLimit = 12;

export function Conversation({ detail }: { detail: SpanDetail }) {
  const input = detail.input ?? [];
  const output = detail.output ?? [];
  const pairs = useMemo(() => pairToolCalls([...(detail.input ?? []), ...(detail.output ?? [])]), [detail]);
  const [isWhole, setIsWhole] = useState(false);
  const outputHeading = useRef<HTMLHeadingElement>(null);
  const sought = useSought();
  const isFolded = !isWhole && input.length > historyLimit;
  const early = isFolded ? input.length - historyShown : 0;
  const hidden = isFolded && !says(sought, input.slice(0, early)) ? early : 0;

  return (
    <div className="conversation">
      {!hasConversation(detail) && <NotCaptured what="conversation" detail={detail} />}
      <CutOff detail={detail} />
      <div className="conversation-head">
        {detail.toolDefinitions !== null && (
          <Collapsible title={toolsTitle(detail.toolDefinitions)} isOpen={says(sought, detail.toolDefinitions)}>
            <JsonBlock value={detail.toolDefinitions} what="tool definitions" />
          </Collapsible>
        )}
        {hasPrompt(detail) && <CopyButton text={() => promptOf(detail)} what="prompt" label="Copy prompt" />}
        {output.length > 0 && input.length > 2 && (
          <button type="button" className="quiet" onClick={() => outputHeading.current?.scrollIntoView()}>
            Output ↓
          </button>
        )}
      </div>
      {detail.systemInstructions !== null && detail.systemInstructions.length > 0 && (
        <article className="message" data-role="system" data-testid="message">
          <h3>system instructions</h3>
          {detail.systemInstructions.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
            <PartView key={index} part={part} pairs={pairs} isBackground />
          ))}
        </article>
      )}
      {hidden > 0 && (
        <button type="button" className="earlier" onClick={() => setIsWhole(true)}>
          Show {plural(hidden, "earlier message")}
        </button>
      )}
      <Messages messages={input} from={hidden} pairs={pairs} side="input" />
      {output.length > 0 && (
        <h3 className="divider" ref={outputHeading}>
          Output
        </h3>
      )}
      <Messages messages={output} from={0} pairs={pairs} side="output" />
    </div>
  );
}

interface MessagesProps {
  messages: Message[];
  from: number;
  pairs: ReturnType<typeof pairToolCalls>;
  side: "input" | "output";
}

function Messages({ messages, from, pairs, side }: MessagesProps) {
  return messages.slice(from).map((message, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
    <MessageView key={`${side}-${from + index}`} message={message} pairs={pairs} isOutput={side === "output"} />
  ));
}

function toolsTitle(definitions: unknown): string {
  return Array.isArray(definitions) ? `${plural(definitions.length, "tool")} offered` : "Tools offered";
}
