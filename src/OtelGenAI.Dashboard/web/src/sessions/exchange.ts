import type { Message, Transcript } from "../api/contract";

export interface Exchange {
  /** What the user said in this run; null when nobody did, or it was not captured. */
  asked: Message | null;
  /** What the run said at its end. */
  answered: Message | null;
  /** Steps of the run that are neither. */
  between: number;
}

/**
 * What is new in a run of a conversation. Its first call repeats what was said in the runs before, so the question is
 * the last message of a user before the first answer, in what the agent that began was told: what it asks of another
 * agent is a message of a user too.
 */
export function newestExchange({ turns }: Transcript): Exchange {
  let asked: Message | null = null;
  let answered: Message | null = null;
  const began = turns.find((turn) => turn.messages.length > 0)?.agent;
  for (const turn of turns) {
    for (const { isOutput, message } of turn.messages) {
      if (isOutput && message.role === "assistant" && speaks(message)) answered = message;
      else if (!isOutput && message.role === "user" && answered === null && turn.agent === began) asked = message;
    }
  }
  return { asked, answered, between: Math.max(0, turns.length - 1) };
}

/** A message that only calls tools is a step on the way, not an answer. */
function speaks(message: Message): boolean {
  return message.parts.some((part) => part.type !== "tool_call" && part.type !== "reasoning");
}
