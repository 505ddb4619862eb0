using OtelGenAI.Http.Formats;

namespace OtelGenAI.Http;

/// <summary>A request whose path belongs to a known API.</summary>
/// <param name="Format">The API.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">Host it goes to.</param>
/// <param name="Port">Port it goes to.</param>
/// <param name="Path">Path without query.</param>
internal sealed record RecognisedRequest(IWireFormat Format, string Scheme, string Host, int Port, string Path)
{
    /// <summary>Recognises a request by the end of its path.</summary>
    /// <returns><see langword="null"/> for everything that is no call of a model.</returns>
    public static RecognisedRequest? From(Uri? uri) =>
        uri is { IsAbsoluteUri: true } && WireFormats.Match(uri.AbsolutePath) is { } format
            ? new RecognisedRequest(format, uri.Scheme, uri.Host, uri.Port, uri.AbsolutePath)
            : null;

    /// <summary>The address without query, which may hold keys.</summary>
    public Uri ToUri() => new UriBuilder(Scheme, Host, Port, Path).Uri;
}
