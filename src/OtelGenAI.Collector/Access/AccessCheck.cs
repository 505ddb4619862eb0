using OtelGenAI.Collector.Keys;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Access;

/// <summary>Decides who a request comes from and whether it may do what it wants, the same for every transport.</summary>
/// <remarks>Thread-safe. Without keys everybody is tenant <c>default</c>; the addresses are then loopback.</remarks>
internal sealed class AccessCheck(KeyRing keys)
{
    /// <summary>What <c>WWW-Authenticate</c> says. Not Basic: browsers would remember a key for every later request, also of other sites.</summary>
    public const string Challenge = "Bearer realm=\"otelgenai\"";

    private const string NoKey =
        "This collector needs a key: send it as 'Authorization: Bearer KEY', as password of Basic authentication, or as 'x-api-key: KEY'. 'otelgenai keys add' makes one.";

    private const string WrongKey = "The key is not known: it is misspelt, or was revoked.";

    /// <summary>Whether requests need a key.</summary>
    public bool AreKeysRequired => keys.AreRequired;

    /// <summary>Checks the headers of a request.</summary>
    public AccessResult Check(IHeaderDictionary headers, KeyScope needed)
    {
        if (!keys.AreRequired)
        {
            return new AccessResult.Granted(TenantId.Default, Key: null);
        }

        if (PresentedKey.Of(headers) is not { } text)
        {
            return new AccessResult.Unknown(NoKey);
        }

        return Check(text, needed);
    }

    /// <summary>Checks the text of a key.</summary>
    public AccessResult Check(string text, KeyScope needed) =>
        KeyText.TryParse(text, out var presented) && keys.Find(presented) is { } key ? Check(key, needed) : new AccessResult.Unknown(WrongKey);

    /// <summary>Checks the key that a session was begun with; revoking the key ends the session.</summary>
    public AccessResult CheckId(string keyId, KeyScope needed) =>
        keys.FindById(keyId) is { } key ? Check(key, needed) : new AccessResult.Unknown(WrongKey);

    private static AccessResult Check(ApiKey key, KeyScope needed) => key.Scopes.HasFlag(needed)
        ? new AccessResult.Granted(key.Tenant, key)
        : new AccessResult.OutOfScope(
            $"Key {key.Id} has the scopes {string.Join(", ", KeyScopeNames.Of(key.Scopes))}; this needs {string.Join(", ", KeyScopeNames.Of(needed))}.");
}
