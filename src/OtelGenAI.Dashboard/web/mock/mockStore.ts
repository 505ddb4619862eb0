import type {
  Exchange,
  ExchangePage,
  Message,
  Said,
  SavedView,
  TraceCost,
  TraceSummary,
  Transcript,
} from "../src/api/contract";
import { failedTrace } from "./failedTrace.ts";
import { largeTrace } from "./largeTrace.ts";
import { hitOf, MockLists } from "./mockLists.ts";
import { buildTrace, type Example, type ExampleTrace, hex } from "./spanBuilder.ts";
import { travelTrace } from "./travelTrace.ts";

export const travelId = "7ca110000000000000000000000000aa";
export const failedId = "fa11ed000000000000000000000000bb";
export const largeId = "b16b1600000000000000000000050000";
/** Found only some seconds after the server has started, like a trace whose batch is still on its way. */
export const lateId = "1a7e0000000000000000000000000001";

const olderTraces = 240;
const newTraceEveryMs = 15_000;
const lateAfterMs = 12_000;

interface Answer {
  status: number;
  body: unknown;
}

export class MockStore {
  private readonly lists = new MockLists();
  private known: { arrived: number; summaries: TraceSummary[] } | null = null;
  private readonly special: Map<string, ExampleTrace>;

  constructor(private readonly startedMs: number) {
    this.special = new Map([
      [failedId, failedTrace(failedId, startedMs - 44_000)],
      [travelId, travelTrace(travelId, startedMs - 130_000)],
      [largeId, largeTrace(largeId, startedMs - 3_600_000, 50_000)],
      [lateId, travelTrace(lateId, startedMs - 1_000_000)],
    ]);
  }

  answer(url: URL, nowMs: number, method = "GET", body: unknown = null): Answer {
    const [, , , resource, ...rest] = url.pathname.split("/").map(decodeURIComponent);
    if (resource === "traces") return this.ofTraces(rest, url.searchParams, nowMs, method);
    if (resource === "exchanges") return { status: 200, body: this.exchanges(url.searchParams, nowMs) };
    const scope = rest[0] === "shared" ? "shared" : "own";
    if (resource === "views" && method === "PUT") {
      return { status: 200, body: this.lists.save(scope, rest[1] ?? "", body as Pick<SavedView, "url" | "columns">) };
    }
    if (resource === "views" && method === "DELETE")
      return { status: 200, body: this.lists.remove(scope, rest[1] ?? "") };
    const found = this.lists.answer([resource ?? "", ...rest], url.searchParams, this.summaries(nowMs));
    return found === undefined
      ? failure(404, "not_found", `There is no ${url.pathname}.`)
      : { status: 200, body: found };
  }

  private ofTraces(path: string[], parameters: URLSearchParams, nowMs: number, method: string): Answer {
    const [traceId, part, spanId] = path;
    if (traceId === undefined) return this.list(parameters, nowMs);
    const found = this.find(traceId, nowMs);
    if (found === null) return failure(404, "trace_not_found", `No trace ${traceId}.`);
    if (part === undefined) return { status: 200, body: found.trace };
    if (part === "pin") {
      found.trace.summary.pinned = method === "PUT";
      return { status: 200, body: { traceId, pinned: found.trace.summary.pinned } };
    }
    if (part === "text") {
      const text = parameters.get("q") ?? "";
      const saying = [...found.details.values()].filter((span) => JSON.stringify(span.input).includes(text));
      return { status: 200, body: { items: saying.map((span) => hitOf(text, span.spanId)), isWhole: true } };
    }
    if (part === "findings") return { status: 200, body: { items: [], isWhole: true } };
    if (part === "transcript") return { status: 200, body: transcriptOf(found) };
    if (part === "cost") return { status: 200, body: costOf(found) };
    if (part === "otlp") return { status: 200, body: { resourceSpans: [] } };
    const detail = found.details.get(spanId ?? "");
    return detail === undefined ? failure(404, "span_not_found", `No span ${spanId}.`) : { status: 200, body: detail };
  }

  private exchanges(parameters: URLSearchParams, nowMs: number): ExchangePage {
    const ids = (parameters.get("traces") ?? "").split(",");
    return { items: ids.flatMap((id) => exchangeOf(this.find(id, nowMs)) ?? []) };
  }

  private list(parameters: URLSearchParams, nowMs: number): Answer {
    const query = parameters.get("q") ?? "";
    if (query.startsWith("bogus:")) {
      return failure(400, "unknown_field", 'There is no field "bogus"; the nearest known one is "model".');
    }
    const all = this.summaries(nowMs).filter(asked(query, parameters));
    const from = Number(parameters.get("cursor") ?? 0);
    const limit = Number(parameters.get("limit") ?? 50);
    // Counted from the oldest, so that a new trace does not shift the pages that follow.
    const start = from === 0 ? 0 : all.length - from;
    const items = all.slice(start, start + limit);
    const rest = all.length - start - items.length;
    return { status: 200, body: { items, next: rest > 0 ? String(rest) : null } };
  }

  private summaries(nowMs: number): TraceSummary[] {
    const arrived = Math.floor((nowMs - this.startedMs) / newTraceEveryMs);
    if (this.known?.arrived === arrived) return this.known.summaries;
    const numbers = Array.from({ length: olderTraces + arrived }, (_, i) => i);
    const summaries = [...[...this.special.values()].slice(0, 3), ...numbers.map((number) => this.small(number))]
      .map((example) => example.trace.summary)
      .sort((a, b) => (a.startTime < b.startTime ? 1 : -1));
    this.known = { arrived, summaries };
    return summaries;
  }

  private find(traceId: string, nowMs: number): ExampleTrace | null {
    if (traceId === lateId && nowMs - this.startedMs < lateAfterMs) return null;
    const special = this.special.get(traceId);
    if (special !== undefined) return special;
    return traceId.startsWith("a11ce") ? this.small(Number.parseInt(traceId.slice(-8), 16)) : null;
  }

  private small(number: number): ExampleTrace {
    const startMs = this.startedMs + (number - olderTraces) * newTraceEveryMs * (number < olderTraces ? 9 : 1);
    const failed = number % 11 === 4;
    const models = ["gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "gemini-2.5-flash"];
    const model = models[number % models.length] ?? "gpt-4o";
    const name =
      ["invoke_agent faq", "invoke_agent triage", "chat summary", "invoke_workflow claims"][number % 4] ?? "chat";
    const took = 300 + ((number * 7919) % 9000);
    const examples: Example[] = [
      {
        depth: 0,
        kind: name.startsWith("chat") ? "workflow" : "agent",
        name,
        at: 0,
        durationMs: took,
        service: ["support-bot", "claims-api", "faq"][number % 3] ?? "faq",
        agentName: "faq",
      },
      {
        depth: 1,
        kind: "llm",
        name: `chat ${model}`,
        at: 4,
        durationMs: took - 10,
        requestModel: model,
        service: "faq",
        status: failed ? "error" : "unset",
        errorType: failed ? "rate_limit_exceeded" : null,
        statusMessage: failed ? "429: rate limit reached for tokens per minute." : null,
        tokens: {
          input: 400 + ((number * 613) % 9000),
          output: failed ? 0 : (number * 37) % 900,
          cacheRead: null,
          cacheWrite: null,
          reasoning: null,
        },
        costUsd: number % 5 === 0 ? null : (number % 90) / 4_000,
      },
    ];
    return buildTrace(`a11ce${hex(number, 27)}`, startMs, examples, {
      sessionId: number % 3 === 0 ? `conv-${number >> 2}` : null,
      userId: number % 2 === 0 ? `user-${number % 17}` : null,
    });
  }
}

/** As much of the query language as looking at pages needs: error:true, and part of a name. */
function asked(query: string, parameters: URLSearchParams): (summary: TraceSummary) => boolean {
  const [session, user, to, from] = ["session", "user", "to", "from"].map((name) => parameters.get(name));
  const words = query.split(/[\s()]+/).filter((word) => word !== "");
  return (summary) =>
    words.every((word) =>
      word === "error:true" ? summary.errorCount > 0 : word.includes(":") || summary.name.includes(word),
    ) &&
    (session == null || summary.sessionId === session) &&
    (user == null || summary.userId === user) &&
    (from == null || summary.startTime >= from) &&
    (to == null || summary.startTime < to);
}

/** Every call with all it said; the server leaves out what turns before have shown. */
function transcriptOf({ trace, details }: ExampleTrace): Transcript {
  const turns = [...details.values()]
    .filter((span) => span.kind === "llm")
    .map((span) => ({
      ...span,
      agent: span.agentName ?? "",
      model: span.responseModel,
      finishReasons: null,
      content: "captured" as const,
      cutOff: [],
      system: null,
      systemChanges: [],
      toolChanges: [],
      repeated: 0,
      forgotten: 0,
      messages: [...(span.input ?? []), ...(span.output ?? [])].map((message) => ({ isOutput: false, message })),
      toolCalls: [],
    }));
  return { traceId: trace.summary.traceId, turns, missingTurns: 0, cutOffTurns: 0, isWhole: true };
}

function exchangeOf(found: ExampleTrace | null): Exchange | null {
  if (found === null) return null;
  const calls = [...found.details.values()].filter((span) => span.kind === "llm");
  return {
    traceId: found.trace.summary.traceId,
    hasSpeaker: calls.length > 0,
    asked: saidOf(calls[0]?.input?.findLast((message) => message.role === "user")),
    answered: saidOf(calls.at(-1)?.output?.at(-1)),
  };
}

function saidOf(message: Message | undefined): Said | null {
  if (message === undefined) return null;
  const texts = message.parts.flatMap((part) => (typeof part.content === "string" ? [part.content] : []));
  return { text: texts.join(" ") || null, others: message.parts.map((part) => part.type) };
}

/** The server tells the arithmetic of each call. */
function costOf({ trace }: ExampleTrace): TraceCost {
  const withTokens = trace.spans.filter((span) => span.tokens !== null);
  const isReported = (span: (typeof withTokens)[number]) => span.flags.includes("reported_tokens");
  return {
    costUsd: trace.summary.costUsd,
    unpricedCalls: trace.summary.unpricedCalls,
    storedCostUsd: trace.summary.costUsd,
    storedPriceTable: "mock",
    priceTable: "mock",
    tokens: null,
    calls: withTokens
      .filter((span) => !isReported(span))
      .map((span) => ({ ...span, model: span.responseModel, explain: [] })),
    ignored: withTokens
      .filter(isReported)
      .map((span) => ({ ...span, because: "what it reports is the sum of the calls below it" })),
  };
}

function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
