namespace OtelGenAI.Http.Wire;

/// <summary>How a streamed answer is cut into pieces.</summary>
internal enum StreamFraming
{
    /// <summary>It is not: the answer comes whole.</summary>
    None = 0,

    /// <summary>Server-sent events.</summary>
    Sse,

    /// <summary>One JSON text a line.</summary>
    Ndjson,

    /// <summary>One JSON array, whose objects come one after the other.</summary>
    JsonArray,

    /// <summary>AWS event stream: binary messages with headers and checksums.</summary>
    EventStream,
}

internal static class StreamFramings
{
    /// <summary>Tells the framing of an answer.</summary>
    /// <param name="mediaType">Media type of the answer, without parameters.</param>
    /// <param name="isStream">Whether the request asked for a stream.</param>
    /// <param name="framingOfJson">What <c>application/json</c> stands for in an answer that streams, in this wire format.</param>
    public static StreamFraming Of(string? mediaType, bool isStream, StreamFraming framingOfJson) => mediaType?.ToLowerInvariant() switch
    {
        "text/event-stream" => StreamFraming.Sse,
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" => StreamFraming.Ndjson,
        "application/vnd.amazon.eventstream" => StreamFraming.EventStream,
        "application/json" => isStream ? framingOfJson : StreamFraming.None,
        // Some servers send their events as text/plain, or do not say what they send.
        _ => isStream ? StreamFraming.Sse : StreamFraming.None,
    };

    /// <summary>Makes the reader of a framing.</summary>
    /// <param name="framing">Any but <see cref="StreamFraming.None"/>.</param>
    /// <param name="received">Gets the pieces.</param>
    /// <param name="limitBytes">Largest piece; a larger one is skipped whole.</param>
    public static IFrameReader CreateReader(this StreamFraming framing, FrameReceived received, int limitBytes) => framing switch
    {
        StreamFraming.Sse => new SseReader(received, limitBytes),
        StreamFraming.Ndjson => new NdjsonReader(received, limitBytes),
        StreamFraming.JsonArray => new JsonArrayReader(received, limitBytes),
        StreamFraming.EventStream => new EventStreamReader(received, limitBytes),
        _ => throw new ArgumentOutOfRangeException(nameof(framing), framing, "has no pieces to read."),
    };
}
