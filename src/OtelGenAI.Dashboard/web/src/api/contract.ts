/**
 * The server's words for the rest of the pages. What they mean is written once, at the types that the server answers;
 * schema.ts is generated from them by way of openapi.json (npm run generate).
 */
import type { components } from "./schema";

export type { Json } from "./schema";

type Schemas = components["schemas"];

export type Attributes = Schemas["JsonObject"];

export type TraceSummary = Schemas["TraceSummaryView"];
export type TraceScore = Schemas["TraceScoreView"];
/** What was asked of a run and what it answered. */
export type Exchange = Schemas["TraceExchangeView"];
export type ExchangePage = Schemas["ExchangePageView"];
export type Said = Schemas["SaidView"];
export type Pin = Schemas["PinView"];
export type TracePage = Schemas["TracePageView"];
export type Search = Schemas["SearchView"];
export type Tokens = Schemas["TokensView"];
export type SpanNode = Schemas["SpanNodeView"];
export type Subtree = Schemas["SubtreeView"];
export type Trace = Schemas["TraceView"];
/** A log record of a span or of a trace. */
export type LogLine = Schemas["LogView"];
export type Score = Schemas["ScoreView"];
export type TraceCost = Schemas["TraceCostView"];
export type CountedCall = Schemas["CountedCallView"];
export type IgnoredSpan = Schemas["IgnoredSpanView"];
export type Finding = Schemas["FindingView"];
export type FindingPage = Schemas["FindingPageView"];
export type DiffLine = Schemas["DiffLineView"];
export type ToolChange = Schemas["ToolChangeView"];
export type ServedBy = Schemas["ServedByView"];
export type TurnToolCall = Schemas["TurnToolCallView"];
/** A step of a run with only what is new in it. */
export type Turn = Schemas["TurnView"];
export type Transcript = Schemas["TranscriptView"];
/** A part of a message. Types the conventions will add later keep their `type` and are shown as JSON. */
export type Part = Schemas["PartShape"];
export type Message = Schemas["MessageShape"];
export type SpanEvent = Schemas["SpanEventView"];
export type SpanLink = Schemas["SpanLinkView"];
export type Resource = Schemas["ResourceView"];
export type InstrumentationScope = Schemas["ScopeView"];
/** Why a field has its value: which rule read it from which attribute. */
export type Explanation = Schemas["ExplanationView"];
export type SpanDetail = Schemas["SpanDetailView"];

export type TextHit = Schemas["TextHitView"];
export type TextHits = Schemas["TextHitPageView"];
export type TextSearch = Schemas["TextSearchPageView"];

/** A search to come back to. */
export type SavedView = Schemas["SavedViewView"];
export type SavedViewPage = Schemas["SavedViewPageView"];

export type Facet = Schemas["FacetView"];
export type CompletionItem = Schemas["CompletionItemView"];
export type Completion = Schemas["CompletionView"];
export type ReceiverAddresses = Schemas["ReceiverAddressesView"];
export type SpanExample = Schemas["SpanExampleView"];

export type Latency = Schemas["LatencyView"];
/** Sums of the spans that share a key. */
export type UsageGroup = Schemas["UsageGroupView"];
export type UsagePage = Schemas["UsageView"];
/** A conversation or a user, summed up over its traces. */
export type TraceGroup = Schemas["TraceGroupView"];
export type GroupWithTraces = Schemas["TraceGroupDetailView"];
/** A version of a prompt. */
export type Prompt = Schemas["PromptView"];
export type PromptPage = Schemas["PromptPageView"];
/** What happened after a tool failed. */
export type ToolRetries = Schemas["ToolRetryView"];
export type ToolRetryPage = Schemas["ToolRetryPageView"];
export type AggregateGroup = Schemas["AggregateGroupView"];

export type CostPeriod = Schemas["CostPeriodView"];
export type CostCause = Schemas["CostCauseView"];
export type CostChange = Schemas["CostChangeView"];
export type CauseName = CostCause["cause"];

export type UnpricedModel = Schemas["UnpricedView"];
export type UnpricedPage = Schemas["UnpricedPageView"];
export type UnmappedAttribute = Schemas["UnmappedView"];
export type UnmappedPage = Schemas["UnmappedPageView"];
export type ConventionFinding = Schemas["ConventionFindingView"];
export type ConventionPage = Schemas["ConventionPageView"];

/** A list that comes in pages. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Status = TraceSummary["status"];

export type Kind = SpanNode["kind"];

export type Severity = Finding["severity"];
