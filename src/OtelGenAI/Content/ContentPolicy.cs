namespace OtelGenAI.Content;

/// <summary>The one decision about content, asked by the HTTP layer, the tap and the manual API alike.</summary>
/// <param name="Mode">Whether content is recorded at all, and where.</param>
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

    /// <summary>The policy that options ask for.</summary>
    public static ContentPolicy From(GenAIInstrumentationOptions options) => new(options.CaptureContent, options.MaxContentBytes, options.CaptureToolDetails)
    {
        Kinds = options.CaptureKinds,
        Redaction = ContentRedaction.From(options),
        Storage = ContentStorage.From(options),
        EmitsDetails = options.EmitInferenceEvents || options.CaptureContent is GenAIContentCaptureMode.EventOnly or GenAIContentCaptureMode.SpanAndEvent,
        SynthesizesTools = options.SynthesizeTools,
        HasEarlierNames = options.ConventionsVersion == GenAIConventionsVersion.Core136,
    };

    /// <summary>Kinds that may be captured.</summary>
    public GenAIContentKinds Kinds { get; init; } = GenAIContentKinds.All;

    /// <summary>What is taken out before; <see langword="null"/> for nothing.</summary>
    public ContentRedaction? Redaction { get; init; }

    /// <summary>Where large content goes instead; <see langword="null"/> for nowhere.</summary>
    public ContentStorage? Storage { get; init; }

    /// <summary>Whether each inference is also told as an event.</summary>
    public bool EmitsDetails { get; init; }

    /// <summary>Whether tools that nobody records are recorded from the conversation.</summary>
    public bool SynthesizesTools { get; init; }

    /// <summary>Whether events have the names of version 1.36.</summary>
    public bool HasEarlierNames { get; init; }

    /// <summary>Whether anything is captured, wherever it is written.</summary>
    public bool Captures => Mode != GenAIContentCaptureMode.NoContent && Kinds != GenAIContentKinds.None;

    /// <summary>Whether content is written on spans.</summary>
    public bool WritesSpans => Captures && Mode is (GenAIContentCaptureMode.SpanOnly or GenAIContentCaptureMode.SpanAndEvent);

    /// <summary>Whether content is written on events.</summary>
    public bool WritesEvents => Captures && Mode is (GenAIContentCaptureMode.EventOnly or GenAIContentCaptureMode.SpanAndEvent);

    /// <summary>Whether messages may be written as they are.</summary>
    public bool KeepsEverything => Kinds == GenAIContentKinds.All && Redaction is null && Storage is null;

    /// <summary>Whether one kind is captured.</summary>
    public bool Allows(GenAIContentKinds kind) => Captures && (Kinds & kind) != 0;
}
