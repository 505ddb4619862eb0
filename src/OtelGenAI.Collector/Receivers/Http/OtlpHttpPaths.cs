using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Collector.Receivers.Http;

/// <summary>Finds the signal of a path.</summary>
internal static class OtlpHttpPaths
{
    // Langfuse's SDKs post below this prefix; with it, switching to us is a change of one URL.
    private const string LangfusePrefix = "/api/public/otel";

    /// <summary>The signal of a path, or <see langword="null"/>.</summary>
    /// <remarks>A doubled leading slash (a base URL that ends in one) and a trailing slash are common and harmless; nothing else is guessed.</remarks>
    public static OtlpSignal? Find(PathString path)
    {
        var text = path.Value.AsSpan();
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            text = text[1..];
        }

        if (text.EndsWith("/", StringComparison.Ordinal))
        {
            text = text[..^1];
        }

        if (text.StartsWith(LangfusePrefix, StringComparison.Ordinal))
        {
            text = text[LangfusePrefix.Length..];
        }

        return SignalPaths.OfHttp(text);
    }
}
