namespace OtelGenAI.Content;

/// <summary>The one decision about content, asked by the HTTP layer, the tap and the manual API alike.</summary>
/// <param name="Mode">Whether content is recorded at all.</param>
/// <param name="MaxBytes">Largest value of one content attribute, in UTF-8 bytes.</param>
/// <param name="ToolDetails">Whether descriptions and schemas of offered tools are recorded with their names.</param>
internal sealed record ContentPolicy(GenAIContentCaptureMode Mode, int MaxBytes, bool ToolDetails)
{
    private static ContentPolicy s_current = new(GenAIContentCaptureMode.NoContent, GenAIInstrumentationOptions.DefaultMaxContentBytes, ToolDetails: false);

    /// <summary>The policy of the process; <see cref="GenAIContentCaptureMode.NoContent"/> until instrumentation is added.</summary>
    public static ContentPolicy Current
    {
        get => Volatile.Read(ref s_current);
        set => Volatile.Write(ref s_current, value);
    }

    /// <summary>Whether content attributes are written.</summary>
    public bool Captures => Mode == GenAIContentCaptureMode.SpanOnly;
}
