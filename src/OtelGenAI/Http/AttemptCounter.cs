using System.Diagnostics;

namespace OtelGenAI.Http;

/// <summary>Counts attempts of the same request under the same span, so that the later ones can say they are repeats.</summary>
/// <remarks>
/// SDKs do not mark their retries on the wire. The same body to the same address under the same span, after it failed there, is one; without a
/// span around it nothing ties attempts together, and none is claimed.
/// </remarks>
internal static class AttemptCounter
{
    private const string PropertyName = "OtelGenAI.FailedAttempts";

    /// <summary>Tells requests apart.</summary>
    internal sealed record Key(string Host, int Port, string Path, int BodyHash);

    /// <summary>Makes the key of a request. The hash differs between processes, and never leaves this one.</summary>
    public static Key KeyOf(RecognisedRequest request, ReadOnlySpan<byte> body)
    {
        var hash = default(HashCode);
        hash.AddBytes(body);
        return new Key(request.Host, request.Port, request.Path, hash.ToHashCode());
    }

    /// <summary>How often this request has failed under this span.</summary>
    public static int EarlierAttempts(Activity? caller, Key? key) =>
        caller?.GetCustomProperty(PropertyName) is Failures failures && failures.Last == key ? failures.Count : 0;

    /// <summary>Remembers that an attempt failed.</summary>
    public static void Remember(Activity? caller, Key? key)
    {
        if (caller is not null && key is not null)
        {
            caller.SetCustomProperty(PropertyName, new Failures(key, EarlierAttempts(caller, key) + 1));
        }
    }

    private sealed record Failures(Key Last, int Count);
}
