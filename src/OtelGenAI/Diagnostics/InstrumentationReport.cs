using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using OtelGenAI.Content;
using OtelGenAI.Tap;

namespace OtelGenAI.Diagnostics;

/// <summary>What the instrumentation of this process is set to do, has seen, and has left out: the answer to "why is there no span".</summary>
/// <remarks>Thread-safe. Holds counts and names of operations, hosts and sources; never content, never addresses with their queries.</remarks>
internal static class InstrumentationReport
{
    // Hosts are the application's to choose, and could be one per customer.
    private const int MaxRows = 256;

    private static readonly ConcurrentDictionary<Row, Counter> s_counts = new();
    private static GenAIInstrumentationOptions? s_options;
    private static bool s_hasTap;

    /// <summary>What is counted.</summary>
    public enum Chapter
    {
        /// <summary>Spans that were exported, by source and operation.</summary>
        Recorded,

        /// <summary>Model calls seen on the wire, by operation, provider and host.</summary>
        Wire,

        /// <summary>What was seen and made no span, by reason.</summary>
        LeftOut,

        /// <summary>Failures of the instrumentation itself, by place and exception.</summary>
        Failed,
    }

    /// <summary>Says that instrumentation began, and with what.</summary>
    public static void Begin(GenAIInstrumentationOptions options, bool hasTap)
    {
        s_options = options;
        s_hasTap |= hasTap;
    }

    /// <summary>Says that instrumentation ended.</summary>
    public static void End()
    {
        s_options = null;
        s_hasTap = false;
        s_counts.Clear();
    }

    /// <summary>Counts one. Allocates nothing but the first time.</summary>
    /// <param name="chapter">Where it belongs.</param>
    /// <param name="parts">What it is, in up to three parts.</param>
    public static void Count(Chapter chapter, params ReadOnlySpan<string?> parts)
    {
        var row = new Row(chapter, parts[0], parts.Length > 1 ? parts[1] : null, parts.Length > 2 ? parts[2] : null);
        if (s_counts.TryGetValue(row, out var counter) || s_counts.Count < MaxRows)
        {
            counter ??= s_counts.GetOrAdd(row, static _ => new Counter());
            Interlocked.Increment(ref counter.Value);
        }
    }

    /// <summary>Writes it all for a person.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        if (s_options is not { } options)
        {
            return text.AppendLine("No instrumentation: call AddGenAIInstrumentation() and build the provider, or start the host.").ToString();
        }

        var policy = ContentPolicy.Current;
        text.AppendLine(CultureInfo.InvariantCulture, $"Conventions: {options.ConventionsVersion}")
            .AppendLine(CultureInfo.InvariantCulture, $"HTTP: {(options.InstrumentHttp ? $"on, {options.HttpParenting}" : "off")}{(options.FilterHttpRequest is null ? "" : ", filtered")}")
            .AppendLine(CultureInfo.InvariantCulture, $"Spans: {(OwnTelemetry.Source.HasListeners() ? "listened to" : "nobody listens")}; sources {string.Join(", ", (string[])[GenAI.SourceName, .. s_hasTap ? GenAISources.NativeSources : [], .. options.AdditionalSources])}")
            .AppendLine(CultureInfo.InvariantCulture, $"Content: {policy.Mode}, kinds {policy.Kinds}, up to {policy.MaxBytes} bytes, rules {options.RedactPii}{(options.Redact is null ? "" : " and a hook")}")
            .AppendLine(CultureInfo.InvariantCulture, $"Events: {(Events.GenAIEventLog.IsEnabled(Microsoft.Extensions.Logging.LogLevel.Information) ? "to a logger" : "no logger")}; baggage {options.BaggageScope}")
            .AppendLine(CultureInfo.InvariantCulture, $"Cost: {(Cost.CallCosts.TableVersion is { } version ? $"by the price table {version}" : "not on spans")}");
        Append(text, Chapter.Recorded, "Recorded");
        Append(text, Chapter.Wire, "Seen on the wire");
        Append(text, Chapter.LeftOut, "Left out");
        Append(text, Chapter.Failed, "Failed inside, without disturbing the application");
        return text.ToString();
    }

    private static void Append(StringBuilder text, Chapter chapter, string title)
    {
        text.Append(title).AppendLine(":");
        var rows = s_counts.Where(pair => pair.Key.Chapter == chapter)
            .Select(static pair => (Text: pair.Key.ToText(), Count: Volatile.Read(ref pair.Value.Value)))
            .OrderBy(static row => row.Text, StringComparer.Ordinal)
            .ToList();
        if (rows.Count == 0)
        {
            text.AppendLine("  nothing");
        }

        foreach (var (row, count) in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {count,8} {row}");
        }
    }

    private readonly record struct Row(Chapter Chapter, string? First, string? Second, string? Third)
    {
        public string ToText() => string.Join(": ", ((string?[])[First, Second, Third]).Where(static part => part is not null));
    }

    private sealed class Counter
    {
        public long Value;
    }
}
