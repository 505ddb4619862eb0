using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace OtelGenAI.Registration;

/// <summary>Reads the defaults an operator set without touching code.</summary>
internal sealed class EnvironmentDefaults(IConfiguration configuration) : IConfigureOptions<GenAIInstrumentationOptions>
{
    /// <summary>Shared with OpenTelemetry's instrumentations of other languages.</summary>
    public const string CaptureVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    public void Configure(GenAIInstrumentationOptions options)
    {
        // EVENT_ONLY stays off: the operator asked for content elsewhere than on spans, and there is no elsewhere here.
        options.CaptureContent = configuration[CaptureVariable]?.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "1" or "SPAN_ONLY" or "SPAN_AND_EVENT" => GenAIContentCaptureMode.SpanOnly,
            _ => GenAIContentCaptureMode.NoContent,
        };
    }
}
