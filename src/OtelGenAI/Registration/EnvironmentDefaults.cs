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

    public void Configure(GenAIInstrumentationOptions options)
    {
        options.CaptureContent = configuration[CaptureVariable]?.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "1" or "SPAN_ONLY" => GenAIContentCaptureMode.SpanOnly,
            "EVENT_ONLY" => GenAIContentCaptureMode.EventOnly,
            "SPAN_AND_EVENT" => GenAIContentCaptureMode.SpanAndEvent,
            _ => GenAIContentCaptureMode.NoContent,
        };
        options.EmitInferenceEvents = configuration[EventVariable]?.Trim().ToUpperInvariant() is "TRUE" or "1";
    }
}
