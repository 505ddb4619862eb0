using Microsoft.AspNetCore.Http.Features;

namespace OtelGenAI.Collector.Receivers;

/// <summary>The media type of a Content-Type header.</summary>
internal static class MediaType
{
    /// <summary>Lower case, without parameters; empty for no header.</summary>
    public static string Of(string? contentType)
    {
        var text = contentType.AsSpan();
        var semicolon = text.IndexOf(';');
        return (semicolon < 0 ? text : text[..semicolon]).Trim().ToString().ToLowerInvariant();
    }
}

/// <summary>Sets how much of a body Kestrel reads.</summary>
internal static class RequestLimits
{
    /// <summary>Lets our own limit answer, with the answer OTLP wants, instead of Kestrel's.</summary>
    /// <remarks>
    /// Kestrel then also reads on for a while after a refusal. Without that a client that is still sending is cut off, and sees a broken
    /// pipe where the 413 should be.
    /// </remarks>
    public static void Lift(HttpContext context) => Set(context, maxBytes: null);

    /// <summary>Sets Kestrel's limit for this request.</summary>
    public static void Set(HttpContext context, long? maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }
    }
}
