using OtelGenAI.Pricing;

namespace OtelGenAI.Collector.Prices;

/// <summary>A user's file of prices, read again when it changes. Thread-safe.</summary>
/// <remarks>A file that has become wrong, or has gone, changes nothing: the prices known before stay in force, and the log says why.</remarks>
internal sealed partial class PriceFile
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly Lock _reading = new();
    private volatile State _state;

    /// <summary>Reads the file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="logger">Told of changes.</param>
    /// <exception cref="FormatException">It cannot be read, or is not right; the message names the line.</exception>
    public PriceFile(string path, ILogger logger)
    {
        (_path, _logger) = (path, logger);
        _state = new State(Stamp(), Load());
    }

    /// <summary>Its bytes as they are now, or as they were when they last were right; another array whenever they are others.</summary>
    /// <remarks>Looking at the file's time costs about a microsecond, once for each request.</remarks>
    public byte[] Content
    {
        get
        {
            var state = _state;
            var stamp = Stamp();
            return stamp == state.Stamp ? state.Content : Reread(stamp);
        }
    }

    private byte[] Reread((DateTime, long)? stamp)
    {
        lock (_reading)
        {
            if (stamp != _state.Stamp)
            {
                try
                {
                    _state = new State(stamp, Load());
                    LogRead(_path);
                }
                catch (FormatException problem)
                {
                    _state = _state with { Stamp = stamp };
                    LogRefused(problem.Message);
                }
            }

            return _state.Content;
        }
    }

    // Read for what is wrong with it here, so that a book is only made of what is right.
    private byte[] Load()
    {
        try
        {
            var content = File.ReadAllBytes(_path);
            _ = PriceBook.Read(content, _path, fallback: null);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{_path} cannot be read: {e.Message}", e);
        }
    }

    private (DateTime, long)? Stamp() => new FileInfo(_path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : null;

    [LoggerMessage(EventId = 2501, Level = LogLevel.Information,
        Message = "Prices read again from {Path}. Calls that were stored before keep their cost until 'otelgenai reprice'.")]
    private partial void LogRead(string path);

    [LoggerMessage(EventId = 2502, Level = LogLevel.Error, Message = "{Problem} The prices known before stay in force.")]
    private partial void LogRefused(string problem);

    private sealed record State((DateTime, long)? Stamp, byte[] Content);
}
