using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace OtelGenAI.Registration;

/// <summary>Reads the defaults an operator set without touching code.</summary>
internal sealed class EnvironmentDefaults(IConfiguration configuration) : IConfigureOptions<GenAIInstrumentationOptions>
{
    /// <summary>Shared with OpenTelemetry's instrumentations of other languages.</summary>
    public const string CaptureVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    /// <summary>Shared with OpenTelemetry's instrumentations of other languages.</summary>
    public const string EventVariable = "OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT";

    /// <summary>Shared with OpenTelemetry's instrumentations of other languages: which of the unstable conventions one has opted in to.</summary>
    public const string OptInVariable = "OTEL_SEMCONV_STABILITY_OPT_IN";

    private const string LatestToken = "gen_ai_latest_experimental";

    public void Configure(GenAIInstrumentationOptions options)
    {
        options.CaptureContent = configuration[CaptureVariable]?.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "1" or "SPAN_ONLY" => GenAIContentCaptureMode.SpanOnly,
            "EVENT_ONLY" => GenAIContentCaptureMode.EventOnly,
            "SPAN_AND_EVENT" => GenAIContentCaptureMode.SpanAndEvent,
            _ => GenAIContentCaptureMode.NoContent,
        };
        options.ConventionsVersion = configuration[OptInVariable] is { } optIns && !string.IsNullOrWhiteSpace(optIns) &&
            !optIns.Split(',', StringSplitOptions.TrimEntries).Contains(LatestToken, StringComparer.Ordinal)
                ? GenAIConventionsVersion.Core136
                : GenAIConventionsVersion.Latest;
        options.EmitInferenceEvents = configuration[EventVariable]?.Trim().ToUpperInvariant() is "TRUE" or "1";
    }
}
