using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>One line of the answer to "why this value".</summary>
/// <param name="Field">The field of the span.</param>
/// <param name="Value">Its value, as text.</param>
/// <param name="Because">What it was read from, and by which rule.</param>
public readonly record struct ExplanationLine(string Field, string Value, string Because);

/// <summary>Says of a span's fields where each came from, and of its tokens whether they are added up.</summary>
public static class SpanExplanation
{
    private static readonly (AttributeSlot Slot, string Field, Func<GenAIColumns, string?> Value)[] Fields =
    [
        (AttributeSlot.Operation, "operation", columns => Text(columns.Operation)),
        (AttributeSlot.Provider, "provider", columns => Text(columns.Provider)),
        (AttributeSlot.RequestModel, "requestModel", columns => Text(columns.RequestModel)),
        (AttributeSlot.ResponseModel, "responseModel", columns => Text(columns.ResponseModel)),
        (AttributeSlot.InputTokens, "tokens.input", columns => Text(columns.Tokens.Input)),
        (AttributeSlot.OutputTokens, "tokens.output", columns => Text(columns.Tokens.Output)),
        (AttributeSlot.CacheReadTokens, "tokens.cacheRead", columns => Text(columns.Tokens.CacheRead)),
        (AttributeSlot.CacheWriteTokens, "tokens.cacheWrite", columns => Text(columns.Tokens.CacheWrite)),
        (AttributeSlot.ReasoningTokens, "tokens.reasoning", columns => Text(columns.Tokens.Reasoning)),
        (AttributeSlot.AudioInputTokens, "tokens.audioInput", columns => Text(columns.Tokens.AudioInput)),
        (AttributeSlot.AudioOutputTokens, "tokens.audioOutput", columns => Text(columns.Tokens.AudioOutput)),
        (AttributeSlot.AudioCacheReadTokens, "tokens.audioCacheRead", columns => Text(columns.Tokens.AudioCacheRead)),
        (AttributeSlot.ImageInputTokens, "tokens.imageInput", columns => Text(columns.Tokens.ImageInput)),
        (AttributeSlot.ImageOutputTokens, "tokens.imageOutput", columns => Text(columns.Tokens.ImageOutput)),
        (AttributeSlot.CacheWrite1hTokens, "tokens.cacheWrite1h", columns => Text(columns.Tokens.CacheWrite1h)),
        (AttributeSlot.ServiceTier, "serviceTier", columns => Text(columns.ServiceTier)),
        (AttributeSlot.FinishReasons, "finishReasons", columns => Text(columns.FinishReasons)),
        (AttributeSlot.AgentName, "agentName", columns => Text(columns.AgentName)),
        (AttributeSlot.ToolName, "toolName", columns => Text(columns.ToolName)),
        (AttributeSlot.ConversationId, "sessionId", columns => Text(columns.ConversationId)),
        (AttributeSlot.UserId, "userId", columns => Text(columns.UserId)),
        (AttributeSlot.ErrorType, "errorType", columns => Text(columns.ErrorType)),
    ];

    private static readonly FrozenDictionary<string, AttributeRename> Renames = ConventionRegistry.Renames
        .Where(rename => rename is { NewName: not null, Dialect: null }).ToFrozenDictionary(rename => rename.OldName);

    /// <summary>Explains the only span of a batch.</summary>
    /// <param name="reader">The reader that read the batch.</param>
    /// <param name="batch">The batch, with one span.</param>
    /// <param name="content">What the span said.</param>
    /// <param name="place">Where it stands in its tree.</param>
    public static IEnumerable<ExplanationLine> Explain(DialectReader reader, TelemetryBatch batch, SpanContent content, TraceTreeNode place)
    {
        var columns = batch.Columns[0];
        var kind = columns.Kind;
        var origins = reader.Explain(batch, spanIndex: 0);
        List<ExplanationLine> lines = [new("kind", kind.Name, origins.KindReason)];
        if (origins.Dialect is { } dialect)
        {
            lines.Add(new("dialect", dialect, "the first dialect in the order of detection whose marks the span has"));
        }

        if (origins.Instrumentation is { } instrumentation)
        {
            lines.Add(new("instrumentation", instrumentation, "the scope that sent the span"));
        }

        foreach (var (slot, field, value) in Fields)
        {
            if (value(columns) is { } text)
            {
                lines.Add(new(field, text, origins.SourceOf[(int)slot] is { } source ? NameAndAge(source) : Otherwise(slot, origins)));
            }
        }

        AddTokenCorrections(lines, columns, origins.RawTokens);
        if (!columns.Tokens.IsEmpty)
        {
            var isCounted = kind.IsInference && !place.Flags.HasFlag(SpanFlags.CoveredCall);
            lines.Add(new("tokens", isCounted ? "added up" : "not added up", WhyCounted(kind, place.Flags)));
        }

        foreach (var (property, source) in content.Sources)
        {
            lines.Add(new(char.ToLowerInvariant(property[0]) + property[1..], "captured", source));
        }

        lines.AddRange(origins.NotUnderstood.Select(name => new ExplanationLine("attributes", name, "not understood: kept and shown as it is")));
        return lines;
    }

    /// <summary>Why the tokens and the cost of a span are in the sums of its trace, or are not.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="flags">Its flags in its tree.</param>
    public static string WhyCounted(ObservationKind kind, SpanFlags flags) =>
        !kind.IsInference ? "only model calls are added up; this span reports what the calls inside it used"
        : flags.HasFlag(SpanFlags.CoveredCall) ? "another span is the same model call, and is the one that counts"
        : "a model call, and of the spans that report it the one that counts";

    private static void AddTokenCorrections(List<ExplanationLine> lines, GenAIColumns columns, TokenUsage raw)
    {
        if (columns.Flags.HasFlag(SpanFlags.CacheAdded))
        {
            lines.Add(new("tokens.input", Text(columns.Tokens.Input)!, Inv(
                $"{raw.Input} as reported, which leaves the cache out, + {raw.CacheRead ?? 0} read from it + {raw.CacheWrite ?? 0} written to it{Kinds(raw.AudioInput, raw.ImageInput, columns.Tokens.Input - raw.Input - (raw.CacheRead ?? 0) - (raw.CacheWrite ?? 0))}")));
        }

        if (columns.Flags.HasFlag(SpanFlags.ReasoningAdded))
        {
            lines.Add(new("tokens.output", Text(columns.Tokens.Output)!, Inv(
                $"{raw.Output} as reported, which leaves reasoning out, + {raw.Reasoning ?? 0} of reasoning{Kinds(raw.AudioOutput, raw.ImageOutput, columns.Tokens.Output - raw.Output - (raw.Reasoning ?? 0))}")));
        }
    }

    private static string Kinds(long? audio, long? images, long? added) => added is > 0 ? Inv($" + {audio ?? 0} of audio + {images ?? 0} of images") : "";

    private static string Otherwise(AttributeSlot slot, SpanOrigins origins) => slot switch
    {
        AttributeSlot.ErrorType => "the type of its exception event",
        AttributeSlot.CacheWriteTokens => "the sum of its parts",
        _ => origins.SourceOf[(int)AttributeSlot.EntityName] ?? "another attribute",
    };

    // An earlier name says how old the instrumentation is.
    private static string NameAndAge(string source) =>
        Renames.TryGetValue(source, out var rename) ? $"{source}, renamed to {rename.NewName} in {rename.Since}" : source;

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);

    private static string? Text(ReadOnlyMemory<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text.Span);

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
