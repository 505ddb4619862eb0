using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OtelGenAI.Collector.Access;

/// <summary>Who is logged in to the pages. A browser holds a random session, never the key.</summary>
/// <remarks>Thread-safe. Kept in memory: a restart asks for the key again.</remarks>
internal sealed class LoginSessions(TimeProvider clock)
{
    /// <summary>How long a session lasts.</summary>
    /// <value>Twelve hours: a working day.</value>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    // A key is needed to begin one, so this is no defence against strangers; it keeps a script that logs in each time from growing us.
    private const int MaxSessions = 10_000;

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session.</summary>
    /// <param name="keyId">The key that was presented.</param>
    /// <returns>What the browser keeps.</returns>
    public string Begin(string keyId)
    {
        if (_sessions.Count >= MaxSessions)
        {
            ForgetEnded();
        }

        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _sessions[Name(secret)] = new Session(keyId, clock.GetUtcNow() + Lifetime);
        return secret;
    }

    /// <summary>The id of the key of a session.</summary>
    /// <returns><see langword="null"/> if there is no such session, or it has ended.</returns>
    public string? KeyOf(string? secret) =>
        secret is not null && _sessions.TryGetValue(Name(secret), out var session) && session.EndsAt > clock.GetUtcNow() ? session.KeyId : null;

    /// <summary>Ends a session.</summary>
    public void End(string secret) => _sessions.TryRemove(Name(secret), out _);

    // Looked up by hash: how long a lookup takes tells nothing about a secret.
    private static string Name(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private void ForgetEnded()
    {
        var now = clock.GetUtcNow();
        var surplus = _sessions.OrderBy(entry => entry.Value.EndsAt).Take(MaxSessions / 10).Select(entry => entry.Key);
        foreach (var name in _sessions.Where(entry => entry.Value.EndsAt <= now).Select(entry => entry.Key).Concat(surplus).ToArray())
        {
            _sessions.TryRemove(name, out _);
        }
    }

    private readonly record struct Session(string KeyId, DateTimeOffset EndsAt);
}
