using System.Globalization;

namespace OtelGenAI.Collector.Receivers.Http;

/// <summary>Answers browsers that send telemetry from pages of another origin.</summary>
/// <remarks>
/// Source: Fetch Standard, "CORS protocol". The headers stand on errors too: without them a page only sees "network error". Cookies are
/// never allowed; keys come in a header. Content-Type is always allowed, whatever else is configured: OTLP cannot be sent without it.
/// </remarks>
internal sealed class CorsPolicy(CorsOptions options)
{
    private static readonly string[] AlwaysAllowed = ["content-type", "content-encoding", "authorization", "x-api-key", "traceparent", "tracestate"];

    private readonly string _allowedHeaders = string.Join(", ", AlwaysAllowed.Union(options.AllowedHeaders, StringComparer.OrdinalIgnoreCase));
    private readonly string _maxAge = ((int)options.MaxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>Puts the headers on an answer that is about to be made, and answers preflights.</summary>
    /// <returns>Whether the request was a preflight and is answered.</returns>
    public bool Apply(HttpContext context)
    {
        if (options.AllowedOrigins.Count == 0)
        {
            return false;
        }

        var headers = context.Response.Headers;
        headers.Vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return false;
        }

        // What is no origin of a browser, such as one with a control character behind the star, must not be written back: no header can hold it.
        if (!origin.AsSpan().ContainsAnyExceptInRange('!', '~') && options.AllowedOrigins.Any(allowed => Matches(allowed, origin)))
        {
            headers.AccessControlAllowOrigin = options.AllowedOrigins.Contains("*") ? "*" : origin;
            headers.AccessControlExposeHeaders = "Retry-After";
        }

        return IsPreflight(context) && AnswerPreflight(context);
    }

    private static bool IsPreflight(HttpContext context) =>
        HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.ContainsKey("Access-Control-Request-Method");

    private bool AnswerPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (headers.AccessControlAllowOrigin.Count > 0)
        {
            headers.AccessControlAllowMethods = HttpMethods.Post;
            headers.AccessControlAllowHeaders = _allowedHeaders;
            headers.AccessControlMaxAge = _maxAge;
        }

        return true;
    }

    private static bool Matches(string allowed, string origin)
    {
        var star = allowed.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? allowed.Equals(origin, StringComparison.OrdinalIgnoreCase)
            : origin.Length > allowed.Length - 1 &&
              origin.StartsWith(allowed[..star], StringComparison.OrdinalIgnoreCase) && origin.EndsWith(allowed[(star + 1)..], StringComparison.OrdinalIgnoreCase);
    }
}
