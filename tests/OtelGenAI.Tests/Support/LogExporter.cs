using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace OtelGenAI.Tests.Support;

internal sealed record Logged(string? Name, LogLevel Level, ActivityTraceId Trace, ActivitySpanId Span, IReadOnlyDictionary<string, object?> Attributes);

internal sealed class LogExporter : BaseExporter<LogRecord>
{
    public List<Logged> Records { get; } = [];

    public override ExportResult Export(in Batch<LogRecord> batch)
    {
        foreach (var record in batch)
        {
            Records.Add(new Logged(
                record.EventId.Name,
                record.LogLevel,
                record.TraceId,
                record.SpanId,
                (record.Attributes ?? []).ToDictionary(static attribute => attribute.Key, static attribute => attribute.Value)));
        }

        return ExportResult.Success;
    }
}
