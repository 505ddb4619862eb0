using System.Collections.Frozen;
using System.Security.Cryptography;

namespace OtelGenAI.Collector.Keys;

/// <summary>The keys of the running program: follows the file of keys, so that a revoked key is refused at the next request.</summary>
/// <remarks>
/// Thread-safe. Looking at the file's time costs about a microsecond per request. Once keys were there, nothing that happens to the file
/// opens the door again: without a readable file the last known keys stay, without a file there are none.
/// </remarks>
internal sealed partial class KeyRing
{
    private readonly KeyFile _file;
    private readonly ILogger<KeyRing> _logger;
    private readonly Lock _reading = new();
    private volatile Keys _keys;

    /// <summary>Reads the keys.</summary>
    /// <param name="file">Where they are.</param>
    /// <param name="logger">Told when the file cannot be read any more.</param>
    /// <exception cref="KeyFileException">The file cannot be read.</exception>
    public KeyRing(KeyFile file, ILogger<KeyRing> logger)
    {
        _file = file;
        _logger = logger;
        var stamp = file.Stamp();
        _keys = Keys.Of(stamp, file.Read());
    }

    /// <summary>Whether a request needs a key: from the first key on, and also after the last was revoked.</summary>
    public bool AreRequired => Current().AreRequired;

    /// <summary>Finds the key that a client presents.</summary>
    /// <returns><see langword="null"/> if it is not one, or was revoked.</returns>
    public ApiKey? Find(KeyText presented)
    {
        // The id is no secret, so finding by it may take any time; the secret is compared in constant time.
        var found = FindById(presented.Id);
        return found is not null && CryptographicOperations.FixedTimeEquals(found.Hash, presented.Hash()) ? found : null;
    }

    /// <summary>The key of an id, unless it was revoked.</summary>
    public ApiKey? FindById(string id) => Current().ById.GetValueOrDefault(id);

    private Keys Current()
    {
        var keys = _keys;
        var stamp = _file.Stamp();
        return stamp == keys.Stamp ? keys : Reread(stamp);
    }

    private Keys Reread(KeyFileStamp? stamp)
    {
        lock (_reading)
        {
            if (stamp == _keys.Stamp)
            {
                return _keys;
            }

            try
            {
                var read = Keys.Of(stamp, _file.Read());
                return _keys = read with { AreRequired = read.AreRequired || _keys.AreRequired };
            }
            catch (KeyFileException e)
            {
                LogUnreadable(e.Message);
                return _keys = _keys with { Stamp = stamp };
            }
        }
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Error, Message = "{Problem} The keys known before stay in force.")]
    private partial void LogUnreadable(string problem);

    private sealed record Keys(KeyFileStamp? Stamp, bool AreRequired, FrozenDictionary<string, ApiKey> ById)
    {
        public static Keys Of(KeyFileStamp? stamp, IReadOnlyList<ApiKey>? keys) =>
            new(stamp, AreRequired: keys is not null, (keys ?? []).ToFrozenDictionary(key => key.Id, StringComparer.Ordinal));
    }
}
