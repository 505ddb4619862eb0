using System.Text;

namespace OtelGenAI.Collector.Keys;

/// <summary>Finds the key in the headers of a request, wherever clients of other products put it.</summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>The text in the place of a key, or <see langword="null"/> if no header has one.</summary>
    /// <remarks>
    /// <c>Authorization: Bearer KEY</c>, <c>x-api-key: KEY</c>, or Basic: Langfuse's SDKs send <c>public:secret</c>, of which the secret is
    /// our key and the public part may be anything; a key in the place of the user, with an empty password, is what curl -u KEY: sends.
    /// </remarks>
    public static string? Of(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Bearer.Length..].Trim();
        }

        if (authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return OfBasic(authorization[Basic.Length..].Trim());
        }

        return headers.TryGetValue("x-api-key", out var key) ? key.ToString().Trim() : null;
    }

    private static string OfBasic(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return "";
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        var password = pair[(colon + 1)..];
        return colon >= 0 && password.Length == 0 ? pair[..colon] : password;
    }
}
