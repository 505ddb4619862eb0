using Microsoft.AspNetCore.Http.Features;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Receivers;

/// <summary>Whose telemetry a request carries.</summary>
internal static class RequestTenant
{
    /// <summary>The tenant of a request: with no key configured there is one.</summary>
    public static TenantId Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return TenantId.Default;
    }
}

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
