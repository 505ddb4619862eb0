namespace OtelGenAI;

/// <summary>Whether prompts, answers, tool arguments and tool results are recorded.</summary>
/// <remarks>The names follow OpenTelemetry's util-genai. Its event modes are not offered: nothing here emits content as events.</remarks>
public enum GenAIContentCaptureMode
{
    /// <summary>No content leaves the process.</summary>
    NoContent = 0,

    /// <summary>Content is written as JSON on the attributes of its span.</summary>
    SpanOnly = 1,
}
