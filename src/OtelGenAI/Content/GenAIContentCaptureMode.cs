namespace OtelGenAI;

/// <summary>Whether prompts, answers, tool arguments and tool results are recorded, and where.</summary>
/// <remarks>The names follow OpenTelemetry's util-genai.</remarks>
public enum GenAIContentCaptureMode
{
    /// <summary>No content leaves the process.</summary>
    NoContent = 0,

    /// <summary>Content is written as JSON on the attributes of its span.</summary>
    SpanOnly = 1,

    /// <summary>Content of model calls is written on the event of the call, and none on spans; tools and agents have no event, and so no content.</summary>
    EventOnly = 2,

    /// <summary>Both.</summary>
    SpanAndEvent = 3,
}
