namespace OtelGenAI.Load;

/// <summary>What a run does. It ends after <see cref="Duration"/>, or after <see cref="MaxRequests"/>, whichever comes first.</summary>
internal sealed record LoadOptions
{
    /// <summary>Over gRPC rather than HTTP.</summary>
    public bool IsGrpc { get; init; } = true;

    /// <summary>Connections, each with one request under way.</summary>
    public int Connections { get; init; } = 8;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most requests of a run: 100,000 of them are 150 GB on the wire.</summary>
    public int MaxRequests { get; init; } = 100_000;

    public int SpansPerRequest { get; init; } = 512;

    public int SpansPerTrace { get; init; } = 8;

    /// <summary>Bytes of prompts and answers in a span.</summary>
    public int ContentBytes { get; init; } = 2_000;

    /// <summary>The otelgenai.dll to measure, or <see langword="null"/> for the one of this build.</summary>
    public string? Program { get; init; }

    /// <summary>Spans that are there when 'start' and 'questions' start the program.</summary>
    public long StoredSpans { get; init; } = 10_000_000;

    /// <summary>Days that these are spread over when 'start' starts the program: a file each.</summary>
    public int Days { get; init; } = 7;

    /// <summary>A data folder that 'questions' fills once and leaves; <see langword="null"/> for one of its own.</summary>
    public string? KeptFolder { get; init; }

    /// <summary>Spans per second to send, or <see langword="null"/> for as fast as the answers come.</summary>
    public double? SpansPerSecond { get; init; }
}
