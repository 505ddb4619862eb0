using OtelGenAI.Dashboard.Api;

namespace OtelGenAI.Dashboard.OpenApi;

/// <summary>The calls of the API. A test says that none is missing.</summary>
internal static class ApiOperations
{
    private static readonly (string Name, string Meaning) Query = ("q", "A question of the query language.");
    private static readonly (string Name, string Meaning) From = ("from", "Start of the range of time, RFC 3339.");
    private static readonly (string Name, string Meaning) To = ("to", "End of the range of time, RFC 3339; not part of it.");
    private static readonly (string Name, string Meaning) Limit = ("limit", "Items of a page, 1 to 1000.");
    private static readonly (string Name, string Meaning) Cursor = ("cursor", "What the page before gave as next.");
    private static readonly (string Name, string Meaning)[] Range = [From, To, Limit, Cursor];

    private static readonly (string Name, string Meaning)[] Search =
    [
        Query, .. Range,
        ("session", "Conversation, exactly."), ("user", "End user, exactly."), ("minCost", "Cost at least this much, USD."), ("maxCost", "Cost at most this much, USD."),
        ("sort", "start (newest first) or cost (highest first)."), ("pinned", "true or false."), ("timeoutMs", "How long a search may take."),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("GET", "/api/v1/traces", "listTraces", "Traces, newest first.", typeof(TracePageView), Search),
        new("GET", "/api/v1/traces/{traceId}", "getTrace", "A trace with its spans in tree order.", typeof(TraceView)),
        new("DELETE", "/api/v1/traces/{traceId}", "deleteTrace", "Deletes a trace; its bytes leave the files.", typeof(DeletionView)),
        new("GET", "/api/v1/traces/{traceId}/spans/{spanId}", "getSpan", "All of a span.", typeof(SpanDetailView)),
        new("GET", "/api/v1/traces/{traceId}/transcript", "getTranscript", "The run as a conversation, with what is new in each turn.", typeof(TranscriptView)),
        new("GET", "/api/v1/traces/{traceId}/findings", "getFindings", "What is wrong with the run.", typeof(FindingPageView)),
        new("GET", "/api/v1/traces/{traceId}/cost", "getTraceCost", "Why the trace cost what it did.", typeof(TraceCostView)),
        new("GET", "/api/v1/traces/{traceId}/text", "findInTrace", "Where words stand in a trace, in names and numbers of attributes too; the last may be the beginning of one.", typeof(TextHitPageView), ("q", "The words, one after the other."), Limit),
        new("GET", "/api/v1/traces/{traceId}/exemplars", "getExemplars", "Data points that refer to the trace.", Answer: null),
        new("GET", "/api/v1/traces/{traceId}/otlp", "getTraceOtlp", "The trace as it came in, OTLP/JSON.", Answer: null, ("signal", "traces, logs, or nothing for both.")),
        new("PUT", "/api/v1/traces/{traceId}/pin", "pinTrace", "Keeps a trace from retention.", typeof(PinView)),
        new("DELETE", "/api/v1/traces/{traceId}/pin", "unpinTrace", "Leaves a trace to retention.", typeof(PinView)),
        new("GET", "/api/v1/export/traces", "exportTraces", "The traces of a search as a file.", Answer: null, [("format", "jsonl, csv or otlp."), .. Search]),
        new("GET", "/api/v1/search", "search", "Text that was said, with snippets.", typeof(TextSearchPageView), [Query, .. Range]),
        new("GET", "/api/v1/exchanges", "listExchanges", "What was asked and answered in traces.", typeof(ExchangePageView), ("traces", "Ids of traces, separated by commas.")),
        new("GET", "/api/v1/query/complete", "completeQuery", "What could stand at a place of a query.", typeof(CompletionView), Query, ("at", "The place, counted from 0."), Limit),
        new("GET", "/api/v1/logs", "listLogs", "Log records, newest first.", typeof(LogPageView), Range),
        new("GET", "/api/v1/sessions", "listSessions", "Conversations, the one with the newest trace first.", typeof(TraceGroupPageView), Range),
        new("GET", "/api/v1/sessions/{id}", "getSession", "A conversation with its newest traces.", typeof(TraceGroupDetailView)),
        new("GET", "/api/v1/users", "listUsers", "Users, the one with the newest trace first.", typeof(TraceGroupPageView), Range),
        new("GET", "/api/v1/users/{id}", "getUser", "A user with the newest traces.", typeof(TraceGroupDetailView)),
        new("DELETE", "/api/v1/users/{userId}/data", "deleteUser", "Deletes all that names a user.", typeof(DeletionView)),
        new("GET", "/api/v1/models", "listModels", "Models that were called, most used first.", typeof(UsageView), Range),
        new("GET", "/api/v1/tools", "listTools", "Tools that were run, most used first.", typeof(UsageView), Range),
        new("GET", "/api/v1/tools/retries", "listToolRetries", "What happened after a tool failed.", typeof(ToolRetryPageView), From, To, ("timeoutMs", "How long it may take.")),
        new("GET", "/api/v1/prompts", "listPrompts", "Versions of prompts, with what their calls took.", typeof(PromptPageView), From, To, ("timeoutMs", "How long it may take.")),
        new("GET", "/api/v1/services", "listServices", "Services and environments, most used first.", typeof(UsageView), Range),
        new("GET", "/api/v1/usage", "getUsage", "Sums from the roll-ups.", typeof(UsageView), [("by", "Dimensions, separated by commas."), ("bucket", "hour, day, or nothing."), .. UsageRequest.Names.Select(name => (name, $"Only what has this {name}.")), .. Range]),
        new("GET", "/api/v1/aggregate", "aggregate", "Measures of any spans that a query asks for.", typeof(AggregateView), ("measure", "Measures, separated by commas."), ("by", "Fields, separated by commas."), ("bucket", "hour, day, or a length such as 15m."), Query, From, To, ("timeoutMs", "How long it may take.")),
        new("GET", "/api/v1/cost/change", "getCostChange", "Why a period cost more, or less, than another.", typeof(CostChangeView), From, To, ("baseFrom", "Start of the period that is compared with."), ("baseTo", "Its end.")),
        new("GET", "/api/v1/attributes", "listAttributes", "Which attributes there are.", typeof(AttributePageView), [("source", "span or resource."), ("prefix", "Beginning of the key."), ("key", "The key."), ("values", "true for frequent values too."), ("service", "Of one service."), .. Range]),
        new("GET", "/api/v1/facets", "getFacet", "Values of a column or attribute, with counts.", typeof(FacetView), [("field", "The column, or the key of the attribute."), ("prefix", "Beginning of the values."), Query, ("timeoutMs", "How long counting for a query may take; 1000 unless it is said."), .. Range]),
        new("GET", "/api/v1/unpriced", "listUnpriced", "Models without a price.", typeof(UnpricedPageView), Search),
        new("GET", "/api/v1/unmapped", "listUnmapped", "Attributes that nobody understands.", typeof(UnmappedPageView), Search),
        new("GET", "/api/v1/findings/conventions", "checkConventions", "What is wrong by the conventions.", typeof(ConventionPageView), [("content", "allowed or forbidden."), .. Search]),
        new("PUT", "/api/v1/reprice", "reprice", "Prices stored calls anew.", typeof(RepricingView), From, To),
        new("GET", "/api/v1/views", "listViews", "Saved views: those of everybody, and one's own.", typeof(SavedViewPageView)),
        new("PUT", "/api/v1/views/own/{name}", "saveOwnView", "Saves a view that nobody else sees.", typeof(SavedViewView)) { Body = typeof(SavedViewBody) },
        new("PUT", "/api/v1/views/shared/{name}", "saveSharedView", "Saves a view for everybody of the tenant.", typeof(SavedViewView)) { Body = typeof(SavedViewBody) },
        new("DELETE", "/api/v1/views/own/{name}", "removeOwnView", "Removes a view of one's own.", typeof(SavedViewPageView)),
        new("DELETE", "/api/v1/views/shared/{name}", "removeSharedView", "Removes a view of everybody.", typeof(SavedViewPageView)),
        new("GET", "/api/v1/receivers", "getReceivers", "Where telemetry is sent to.", typeof(ReceiverAddressesView)),
        new("GET", "/api/v1/metrics", "listMetrics", "Metrics that arrived.", Answer: null, Range),
        new("GET", "/api/v1/metrics/{name}", "getMetric", "A metric over time.", Answer: null, Range),
        new("GET", "/api/v1/metrics/{name}/otlp", "getMetricOtlp", "A metric as it came in, OTLP/JSON.", Answer: null, From, To),
    ];

    /// <summary>The description of a call, or <see langword="null"/>.</summary>
    public static ApiOperation? Find(string method, string pattern) => All.FirstOrDefault(operation => operation.Method == method && operation.Pattern == pattern);
}
