using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OtelGenAI.Diagnostics;

/// <summary>The one ActivitySource and the one Meter of this library.</summary>
internal static class OwnTelemetry
{
    private static readonly string? s_version = typeof(OwnTelemetry).Assembly.GetName().Version?.ToString(fieldCount: 3);

    public static readonly ActivitySource Source = new(GenAI.SourceName, s_version);

    public static readonly Meter Meter = new(GenAI.MeterName, s_version);
}
