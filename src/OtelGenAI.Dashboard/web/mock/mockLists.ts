import type {
  Completion,
  ConventionPage,
  Facet,
  PromptPage,
  ReceiverAddresses,
  SavedView,
  TextHit,
  TextSearch,
  ToolRetryPage,
  TraceSummary,
  UnmappedPage,
  UnpricedPage,
  UsageGroup,
} from "../src/api/contract";
import * as sums from "./mockSums.ts";

const tools = ["search_hotels", "get_weather", "convert_currency"];

/** What a trace is told apart by; made up where its line does not say. */
function dimensionsOf(trace: TraceSummary): Record<string, string | null> {
  const number = Number.parseInt(trace.traceId.slice(-4), 16);
  return {
    model: trace.models[0] ?? null,
    provider: trace.models[0]?.startsWith("claude") === true ? "anthropic" : "openai",
    service: trace.services[0] ?? null,
    environment: trace.environment,
    release: trace.release,
    agent: trace.name.startsWith("invoke_agent") ? trace.name.slice("invoke_agent ".length) : null,
    tool: tools[number % tools.length] ?? null,
    user: trace.userId,
    session: trace.sessionId,
    kind: "llm",
    operation: "chat",
  };
}

function by(...names: string[]) {
  return (trace: TraceSummary): UsageGroup["key"] => {
    const all = dimensionsOf(trace);
    return Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
  };
}

/** Pages that are lists of something else than traces. They begin empty and stay as long as the server does. */
export class MockLists {
  private views: SavedView[] = [
    { scope: "shared", name: "Failed runs", url: "/?q=error%3Atrue", columns: ["duration", "errors", "cost"] },
  ];

  /** The answer of a path below /api/v1/, or undefined when there is none. */
  answer(path: readonly string[], parameters: URLSearchParams, traces: readonly TraceSummary[]): unknown {
    const [resource, name] = path;
    switch (resource) {
      case "views":
        return { items: this.views };
      case "receivers":
        return receivers;
      case "facets":
        return facet(parameters.get("field") ?? "service", traces);
      case "query":
        return completion(parameters.get("q") ?? "");
      case "search":
        return textSearch(parameters.get("q") ?? "", traces);
      case "sessions":
        return groups("session", name, traces);
      case "users":
        return groups("user", name, traces);
      case "models":
        return sums.usagePage(sums.grouped(traces, by("model", "provider")));
      case "tools":
        return name === "retries" ? retries : sums.usagePage(sums.grouped(traces, by("tool")));
      case "services":
        return sums.usagePage(sums.grouped(traces, by("service", "environment")));
      case "prompts":
        return { items: sums.prompts(traces), examined: traces.length, isComplete: true } satisfies PromptPage;
      case "usage":
        return sums.usagePage(sumsOf(parameters, traces));
      case "aggregate":
        return {
          source: "spans",
          from: null,
          to: null,
          isExact: true,
          isComplete: true,
          ranOutOfTime: false,
          examined: traces.length,
          items: sumsOf(parameters, traces).map(sums.aggregateOf),
        };
      case "cost":
        return sums.costChange(traces);
      case "unpriced":
        return unpriced(traces);
      case "unmapped":
        return unmapped;
      case "findings":
        return conventions(traces);
      default:
        return undefined;
    }
  }

  save(scope: SavedView["scope"], name: string, body: Pick<SavedView, "url" | "columns">): SavedView {
    const view = { scope, name, ...body };
    this.remove(scope, name);
    this.views.push(view);
    return view;
  }

  remove(scope: SavedView["scope"], name: string): unknown {
    this.views = this.views.filter((view) => view.scope !== scope || view.name !== name);
    return { items: this.views };
  }
}

function sumsOf(parameters: URLSearchParams, traces: readonly TraceSummary[]): UsageGroup[] {
  const names = (parameters.get("by") ?? "").split(",").filter((name) => name !== "");
  return sums.grouped(traces, by(...names), sums.bucketOf(parameters.get("bucket")));
}

function groups(field: "session" | "user", id: string | undefined, traces: readonly TraceSummary[]): unknown {
  const idOf = (trace: TraceSummary) => (field === "session" ? trace.sessionId : trace.userId);
  const of = (wanted: string) => traces.filter((trace) => idOf(trace) === wanted);
  if (id !== undefined) return of(id).length === 0 ? undefined : sums.groupWithTraces(id, of(id), field === "session");
  const ids = [...new Set(traces.flatMap((trace) => idOf(trace) ?? []))];
  return { items: ids.slice(0, 200).map((one) => sums.traceGroup(one, of(one), field === "session")), next: null };
}

function facet(field: string, traces: readonly TraceSummary[]): Facet {
  const counted = sums.grouped(traces, by(field));
  return {
    field,
    values: counted.map(({ key, count }) => ({ value: key[field] ?? null, count })),
    otherCount: 0,
    isExact: true,
    isContent: false,
    hasTooManyValues: false,
    isOfQuery: false,
    isComplete: true,
  };
}

function completion(query: string): Completion {
  const start = query.search(/\S*$/);
  const begun = query.slice(start);
  const fields = ["kind:", "model:", "tool:", "error:", "cost", "duration", "session:", "user:", "has("];
  return {
    start,
    length: begun.length,
    items: fields
      .filter((field) => field.startsWith(begun))
      .map((text) => ({ text, kind: text.endsWith("(") ? "structure" : "field", meaning: "made up" })),
  };
}

function textSearch(query: string, traces: readonly TraceSummary[]): TextSearch {
  const found = traces.filter((trace) => trace.name.includes(query)).slice(0, 50);
  return {
    items: found.map((trace) => ({ trace, hits: [hitOf(query)] })),
    next: null,
    search: { reads: "payloads", examined: traces.length, ranOutOfTime: false, unindexed: 0 },
  };
}

export function hitOf(text: string, spanId: string | null = null): TextHit {
  return { spanId, name: null, kind: "llm", before: "…and then I asked about ", match: text, after: ", once more" };
}

const receivers: ReceiverAddresses = {
  grpc: "http://127.0.0.1:4317",
  otlpHttp: "http://127.0.0.1:4318",
  needsKey: false,
};

const retries: ToolRetryPage = {
  items: [
    { tool: "search_hotels", failed: 9, retried: 7, recovered: 5 },
    { tool: "convert_currency", failed: 1, retried: 0, recovered: 0 },
  ],
  examined: 10,
  isComplete: true,
};

function unpriced(traces: readonly TraceSummary[]): UnpricedPage {
  const without = traces.filter((trace) => trace.costUsd === null);
  const last = without[0];
  return {
    items:
      last === undefined
        ? []
        : [
            {
              provider: "acme",
              model: "acme-large-2",
              reason: "no_price",
              calls: without.length,
              inputTokens: 120_000,
              outputTokens: 8_000,
              firstSeen: without.at(-1)?.startTime ?? last.startTime,
              lastSeen: last.startTime,
              example: { traceId: last.traceId, spanId: "0000000000000002" },
              row: { provider: "acme", model: "acme-large-2", input: 0, output: 0 },
            },
          ],
    next: null,
    traces: traces.length,
    priceTable: "mock",
  };
}

const unmapped: UnmappedPage = {
  items: [
    {
      service: "travel-api",
      attribute: "acme.router.choice",
      source: "span",
      spans: 412,
      types: ["string"],
      lastSeen: new Date(0).toISOString(),
      query: 'attr["acme.router.choice"]:*',
    },
  ],
  uncounted: 0,
  isExact: true,
  next: null,
};

function conventions(traces: readonly TraceSummary[]): ConventionPage {
  const last = traces[0];
  return {
    items:
      last === undefined
        ? []
        : [
            {
              level: "improvement",
              rule: "deprecated_attribute",
              service: "travel-api",
              attribute: "an attribute of an earlier version",
              message: "has a successor in the current conventions",
              successor: "its successor",
              count: 37,
              example: { traceId: last.traceId, spanId: "0000000000000002" },
            },
          ],
    next: null,
    checkedSpans: 1_000,
    genAISpans: 400,
    violations: 0,
    improvements: 1,
    information: 0,
    notListed: 0,
  };
}
