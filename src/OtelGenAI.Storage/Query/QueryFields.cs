using OtelGenAI.Conventions;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Query;

/// <summary>The fields of the query language.</summary>
internal static class QueryFields
{
    public const string Attribute = "attr";
    public const string Resource = "resource";
    public const string Metadata = "metadata";
    public const string Score = "score";
    public const string Tag = "tag";
    public const string Error = "error";
    public const string ToolResult = "tool_result";

    private const double NanosecondsPerSecond = 1e9;

    // The others are found when a tree is built.
    private const SpanFlags StoredFlags = SpanFlags.BadTimes | SpanFlags.Resent | SpanFlags.ReportedTokens | SpanFlags.RenamedAttributes |
        SpanFlags.CacheAdded | SpanFlags.ReasoningAdded;

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<QueryField> All { get; } =
    [
        Text("name", "name of the trace, or of the span") with { TraceText = trace => trace.Name, SpanText = span => span.Name },
        Text("span", "name of a span") with { SpanText = span => span.Name, SpanColumn = "name" },
        Text("kind", "what a span is") with
        {
            SpanText = span => span.Kind.Name,
            KnownValues = [.. Enum.GetValues<ObservationKind>().Select(kind => kind.Name)],
            Dimension = UsageDimension.Kind,
            SpanColumn = "kind",
        },
        Text("model", "model that answered, or was asked for") with
        {
            TraceTexts = trace => trace.Models,
            SpanText = span => span.ResponseModel ?? span.RequestModel,
            SpanColumn = "ifnull(response_model, request_model)",
            Dimension = UsageDimension.Model,
        },
        Text("provider", "who runs the model") with { SpanText = span => span.Provider, Dimension = UsageDimension.Provider, SpanColumn = "provider" },
        Text("operation", "what was asked of the model, agent or tool") with
        {
            SpanText = span => span.Operation,
            Dimension = UsageDimension.Operation,
            SpanColumn = "operation",
        },
        Text("agent", "agent") with { SpanText = span => span.AgentName, Dimension = UsageDimension.Agent, SpanColumn = "agent" },
        Text("tool", "tool") with { SpanText = span => span.ToolName, Dimension = UsageDimension.Tool, SpanColumn = "tool" },
        Text("service", "service that sent the span") with
        {
            TraceTexts = trace => trace.Services,
            SpanText = span => span.Service,
            Dimension = UsageDimension.Service,
        },
        Id("session", "conversation", "conversation") with
        {
            IsShared = true,
            TraceText = trace => trace.ConversationId,
            SpanText = span => span.ConversationId,
            TraceColumn = "conversation",
        },
        Id("user", "end user") with
        {
            IsShared = true,
            TraceText = trace => trace.UserId,
            SpanText = span => span.UserId,
            TraceColumn = "user",
        },
        Text("env", "environment that it ran in", "environment") with
        {
            IsShared = true,
            TraceText = trace => trace.Environment,
            SpanText = span => span.Environment,
            Dimension = UsageDimension.Environment,
        },
        Text("release", "version of the service") with { IsShared = true, TraceText = trace => trace.Release, SpanText = span => span.Release },
        Number(Error, QueryFieldType.Boolean, "whether the span failed, or any span of the trace") with
        {
            TraceNumber = trace => trace.ErrorCount > 0 ? 1 : 0,
            SpanNumber = span => span.IsError ? 1 : 0,
            SpanColumn = "(status = 2)",
            TraceColumn = "(error_count > 0)",
        },
        Text(ErrorAttributes.Type, "type of the error") with { SpanText = span => span.ErrorType, SpanColumn = "error_type" },
        Text("status", "status of the trace's root, or of the span") with
        {
            TraceText = trace => StatusName(trace.StatusCode),
            SpanText = span => StatusName(span.StatusCode),
            KnownValues = ["unset", "ok", "error"],
        },
        Number("duration", QueryFieldType.Duration, "how long it took") with
        {
            TraceNumber = trace => trace.EndUnixNano - trace.StartUnixNano,
            SpanNumber = span => span.EndUnixNano - span.StartUnixNano,
            SpanColumn = "duration",
            TraceColumn = "(end_time - start_time)",
        },
        Number("ttft", QueryFieldType.Duration, "time to the first chunk of a streamed answer") with
        {
            SpanNumber = span => span.TimeToFirstChunkSeconds is { } seconds and >= 0 and < 1e9 ? (long)(seconds * NanosecondsPerSecond) : null,
        },
        Number("start", QueryFieldType.Time, "when it started", "time") with
        {
            TraceNumber = trace => trace.StartUnixNano,
            SpanNumber = span => span.StartUnixNano,
            SpanColumn = "start_time",
            TraceColumn = "start_time",
        },
        Number("tokens.total", QueryFieldType.Count, "input and output tokens", "tokens") with
        {
            TraceNumber = trace => Sum(trace.InputTokens, trace.OutputTokens),
            SpanNumber = span => (span.Tokens.Input ?? span.Tokens.Output) is null ? null : Sum(span.Tokens.Input ?? 0, span.Tokens.Output ?? 0),
            TraceColumn = "(input_tokens + output_tokens)",
        },
        Tokens("input", "input tokens, the cache included", trace => trace.InputTokens, tokens => tokens.Input),
        Tokens("output", "output tokens, reasoning included", trace => trace.OutputTokens, tokens => tokens.Output),
        Tokens("cache_read", "input tokens read from the cache", trace => trace.CacheReadTokens, tokens => tokens.CacheRead),
        Tokens("cache_write", "input tokens written to the cache", trace => trace.CacheWriteTokens, tokens => tokens.CacheWrite),
        Tokens("reasoning", "output tokens spent on reasoning", trace => trace.ReasoningTokens, tokens => tokens.Reasoning),
        Number("cost", QueryFieldType.Money, "cost in USD of the calls that have a price") with
        {
            TraceNumber = trace => trace.Cost?.Value,
            SpanNumber = span => span.Cost?.Value,
            SpanColumn = "cost",
            TraceColumn = "cost",
        },
        Number("spans", QueryFieldType.Count, "spans of the trace") with { TraceNumber = trace => trace.SpanCount, TraceColumn = "span_count" },
        Number("errors", QueryFieldType.Count, "spans of the trace that failed") with { TraceNumber = trace => trace.ErrorCount, TraceColumn = "error_count" },
        Number("calls", QueryFieldType.Count, "model calls of the trace") with { TraceNumber = trace => trace.InferenceCalls, TraceColumn = "inference_calls" },
        Number("unpriced", QueryFieldType.Count, "model calls of the trace without a price") with
        {
            TraceNumber = trace => trace.UnpricedCalls,
            TraceColumn = "unpriced_calls",
        },
        Number("root", QueryFieldType.Boolean, "whether the trace's root has arrived, or the span is one") with
        {
            TraceNumber = trace => trace.HasRoot ? 1 : 0,
            SpanNumber = span => span.ParentSpanId.IsNone ? 1 : 0,
            TraceColumn = "has_root",
        },
        Number("pinned", QueryFieldType.Boolean, "whether somebody pinned the trace") with { TraceNumber = trace => trace.IsPinned ? 1 : 0 },
        Text("flag", "what is odd about a span") with
        {
            SpanTexts = span => span.Flags.ToNames(),
            KnownValues = [.. StoredFlags.ToNames()],
        },
        Text("infra", "what a span is that is not GenAI") with
        {
            SpanText = span => span.Flags.Infrastructure,
            KnownValues = ["http", "db", "messaging", "rpc"],
        },
        Text("finish_reason", "why the model stopped; several are separated by commas") with { SpanText = span => span.FinishReasons, SpanColumn = "finish_reasons" },
        Id("response", "provider's id of the answer") with { SpanText = span => span.ResponseId },
        Id("tool_call", "id of the tool call") with { SpanText = span => span.ToolCallId },
        Id(ToolResult, "id of a tool call whose result the span was given") with { IsInPayload = true },
        Text("requested_model", "model that was asked for") with { SpanText = span => span.RequestModel, SpanColumn = "request_model" },
        Id("trace", "id of the trace") with { TraceText = trace => trace.TraceId.ToString(), SpanText = span => span.TraceId.ToString() },
        Id("span_id", "id of a span") with { SpanText = span => span.SpanId.ToString() },
        Text(Tag, "a tag of the trace") with { IsLabel = true },
        Keyed(Metadata, "metadata of the trace") with { IsInPayload = false, IsLabel = true },
        Keyed(Score, "a score of the trace, or of the span: its number, or its label") with { IsInPayload = false, IsScore = true },
        Keyed(Attribute, "an attribute of a span"),
        Keyed(Resource, "an attribute of who sent the span"),
    ];

    private static readonly Dictionary<string, QueryField> ByName = All
        .SelectMany(field => field.Aliases.Append(field.Name).Select(name => (name, field)))
        .ToDictionary(entry => entry.name, entry => entry.field, StringComparer.OrdinalIgnoreCase);

    /// <summary>The field of a name, or <see langword="null"/>; of <c>metadata.region</c> the key is what comes after the first dot.</summary>
    public static QueryField? Find(string name, out string? key)
    {
        key = null;
        if (ByName.TryGetValue(name, out var field))
        {
            return field;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && dot < name.Length - 1 && ByName.TryGetValue(name[..dot], out field) && field.HasKeys)
        {
            key = name[(dot + 1)..];
            return field;
        }

        return null;
    }

    /// <summary>The field of spans that the roll-ups call so.</summary>
    public static QueryField Of(UsageDimension dimension) => All.First(field => field.Dimension == dimension);

    private static QueryField Text(string name, string meaning, params string[] aliases) => new(name, QueryFieldType.Text, meaning) { Aliases = aliases };

    private static QueryField Id(string name, string meaning, params string[] aliases) => Text(name, meaning, aliases) with { IsExact = true };

    private static QueryField Number(string name, QueryFieldType type, string meaning, params string[] aliases) => new(name, type, meaning) { Aliases = aliases };

    private static QueryField Keyed(string name, string meaning) => new(name, QueryFieldType.Dynamic, meaning) { HasKeys = true, IsInPayload = true };

    private static QueryField Tokens(string name, string meaning, Func<TraceSummary, long?> ofTrace, Func<TokenUsage, long?> ofSpan) =>
        Number($"tokens.{name}", QueryFieldType.Count, meaning) with { TraceNumber = ofTrace, SpanNumber = span => ofSpan(span.Tokens), TraceColumn = $"{name}_tokens", SpanColumn = $"{name}_tokens" };

    // What a client counts may be any number.
    private static long Sum(long x, long y) => (long)Int128.Clamp((Int128)x + y, long.MinValue, long.MaxValue);

    private static string StatusName(int code) => code switch { 1 => "ok", 2 => "error", _ => "unset" };
}
