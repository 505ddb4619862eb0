using System.Globalization;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Tests.Traces;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Tests.Logs;

/// <summary>What rows say about a log record but the dropped count, as one line; once from our rows, once from Google.Protobuf's objects.</summary>
internal static class LogText
{
    public static List<string> Of(TelemetryBatch batch)
    {
        List<string> lines = [];
        foreach (var log in batch.Logs)
        {
            var resource = batch.Resources[log.ResourceIndex];
            var scope = batch.Scopes[log.ScopeIndex];
            Assert.Equal(log.ResourceIndex, scope.ResourceIndex);
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"resource {batch.Text(resource.SchemaUrl)} {SpanText.Attributes(batch, resource.Attributes)} " +
                $"scope {batch.Text(scope.SchemaUrl)} {batch.Text(scope.Name)} {batch.Text(scope.Version)} {SpanText.Attributes(batch, scope.Attributes)} " +
                $"log {log.TraceId} {log.SpanId} {log.TimeUnixNano} {log.ObservedUnixNano} {log.SeverityNumber} {batch.Text(log.SeverityText)} " +
                $"{batch.Text(log.EventName)} {SpanText.Value(batch, log.Body)} {SpanText.Attributes(batch, log.Attributes)} {log.Flags}"));
        }

        return lines;
    }

    public static List<string> Of(ExportLogsServiceRequest request)
    {
        List<string> lines = [];
        foreach (var resource in request.ResourceLogs)
        {
            foreach (var scope in resource.ScopeLogs)
            {
                lines.AddRange(scope.LogRecords.Select(log => Line(resource, scope, log)));
            }
        }

        return lines;
    }

    private static string Line(ResourceLogs resource, ScopeLogs scope, LogRecord log)
    {
        Telemetry.TraceId.TryRead(log.TraceId.Span, out var traceId);
        Telemetry.SpanId.TryRead(log.SpanId.Span, out var spanId);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"resource {resource.SchemaUrl} {SpanText.Attributes(resource.Resource?.Attributes)} " +
            $"scope {scope.SchemaUrl} {scope.Scope?.Name} {scope.Scope?.Version} {SpanText.Attributes(scope.Scope?.Attributes)} " +
            $"log {traceId} {spanId} {log.TimeUnixNano} {log.ObservedTimeUnixNano} {(int)log.SeverityNumber} {log.SeverityText} " +
            $"{log.EventName} {SpanText.Value(log.Body)} {SpanText.Attributes(log.Attributes)} {log.Flags}");
    }
}
