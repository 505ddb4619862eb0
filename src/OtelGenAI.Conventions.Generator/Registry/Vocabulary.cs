namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Words a convention file may use, each with the C# enum member it stands for.</summary>
internal static class Vocabulary
{
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["string"] = "String",
        ["int"] = "Int",
        ["double"] = "Double",
        ["boolean"] = "Boolean",
        ["string[]"] = "StringArray",
        ["any"] = "Any",
        ["template[string]"] = "TemplateString",
    };

    public static IReadOnlyDictionary<string, string> Stabilities { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["development"] = "Development",
        ["release_candidate"] = "ReleaseCandidate",
        ["stable"] = "Stable",
    };

    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["internal"] = "Internal",
        ["client"] = "Client",
        ["server"] = "Server",
    };

    public static IReadOnlyDictionary<string, string> Instruments { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["counter"] = "Counter",
        ["histogram"] = "Histogram",
    };

    public static IReadOnlyDictionary<string, string> Levels { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["required"] = "Required",
        ["conditionally_required"] = "ConditionallyRequired",
        ["recommended"] = "Recommended",
        ["opt_in"] = "OptIn",
    };

    /// <summary>Severity numbers of the OpenTelemetry log data model.</summary>
    public static IReadOnlyDictionary<string, int> Severities { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["trace"] = 1,
        ["debug"] = 5,
        ["info"] = 9,
        ["warn"] = 13,
        ["error"] = 17,
        ["fatal"] = 21,
    };

    /// <summary>Types a measurement can have.</summary>
    public static IReadOnlyCollection<string> MeasurementTypes { get; } = ["int", "double"];

    /// <summary>Kinds of observations a dialect can give.</summary>
    public static IReadOnlyCollection<string> ObservationKinds { get; } =
    [
        "span", "llm", "embedding", "retrieval", "rerank", "tool", "agent", "workflow", "guardrail", "evaluator", "memory", "mcp", "prompt",
    ];

    /// <summary>Fields that dialects fill on arrival.</summary>
    public static IReadOnlyCollection<string> DialectFields { get; } =
    [
        "operation", "provider", "request_model", "response_model", "response_id", "finish_reasons", "input_tokens", "output_tokens",
        "total_tokens", "cache_read_tokens", "cache_write_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "reasoning_tokens",
        "audio_input_tokens", "audio_output_tokens", "audio_cache_read_tokens", "image_input_tokens", "image_output_tokens", "compaction_input_tokens",
        "compaction_output_tokens", "cost_usd", "time_to_first_chunk", "time_to_first_chunk_ms", "first_chunk_time", "agent_name", "workflow_name", "tool_name",
        "tool_call_id", "conversation", "user", "error_type", "service_tier", "entity_name",
    ];

    /// <summary>Content that dialects carry. <c>any_input</c> and <c>any_output</c> are whatever went in and came out: messages, arguments or documents.</summary>
    public static IReadOnlyCollection<string> ContentFields { get; } =
    [
        "input", "output", "output_text", "output_reasoning", "output_tool_calls", "system", "tool_definitions", "tool_arguments", "tool_result", "documents", "any_input", "any_output",
    ];

    /// <summary>What holds for a whole trace, and any span or resource of it may say. <c>metadata</c> takes names that end in <c>.*</c>: each name below is a key.</summary>
    public static IReadOnlyCollection<string> TraceFields { get; } = ["session", "user", "tags", "metadata", "environment", "release", "version"];

    /// <summary>What tells a prompt template, and its version.</summary>
    public static IReadOnlyCollection<string> PromptFields { get; } = ["name", "version"];

    /// <summary>What a span that is not GenAI can be, the strongest first: a queue is also called over HTTP.</summary>
    public static IReadOnlyCollection<string> InfrastructureKinds { get; } = ["db", "messaging", "rpc", "http"];
}
