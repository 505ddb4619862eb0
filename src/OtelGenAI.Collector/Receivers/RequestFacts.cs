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

/// <summary>Lets our own limit answer, with the answer OTLP wants, before Kestrel's does.</summary>
internal static class RequestLimits
{
    /// <summary>Raises Kestrel's limit for this request.</summary>
    public static void RaiseTo(HttpContext context, long maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }
    }
}
