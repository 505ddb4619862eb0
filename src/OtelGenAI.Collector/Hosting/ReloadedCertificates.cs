using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace OtelGenAI.Collector.Hosting;

/// <summary>The certificates of an address, read again when their files have changed: a renewal needs no restart.</summary>
/// <remarks>
/// Thread-safe. Looked at when a connection begins; connections that are open go on with what they began with. A change that cannot be
/// used, such as a certificate whose key has not been written yet, is logged once, and the certificates from before stay.
/// </remarks>
internal sealed partial class ReloadedCertificates
{
    private readonly TlsOptions _options;
    private readonly ListenerRole _role;
    private readonly Lock _reading = new();
    private volatile Loaded _loaded;

    /// <summary>Reads the certificates.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="role">The address, for messages.</param>
    /// <exception cref="StartupException">A file is missing or is not what it should be.</exception>
    public ReloadedCertificates(TlsOptions options, ListenerRole role)
    {
        _options = options;
        _role = role;
        var stamp = Stamp();
        _loaded = new Loaded(stamp, TlsCertificates.Read(options, role));
    }

    /// <summary>Makes an address speak TLS.</summary>
    /// <param name="listen">The address.</param>
    /// <param name="handshakeTimeout">How long a handshake may take.</param>
    /// <param name="logger">Told when certificates were read again, or could not be.</param>
    public void AddTo(ListenOptions listen, TimeSpan handshakeTimeout, ILogger<ReloadedCertificates> logger) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = handshakeTimeout,
        OnConnection = _ => ValueTask.FromResult(Current(logger)),
    });

    private SslServerAuthenticationOptions Current(ILogger<ReloadedCertificates> logger)
    {
        var loaded = _loaded;
        return (loaded.Stamp == Stamp() ? loaded : Reread(logger)).Authentication;
    }

    private Loaded Reread(ILogger<ReloadedCertificates> logger)
    {
        lock (_reading)
        {
            // Taken before reading: what is written meanwhile is seen as another change.
            var stamp = Stamp();
            if (stamp == _loaded.Stamp)
            {
                return _loaded;
            }

            try
            {
                _loaded = new Loaded(stamp, TlsCertificates.Read(_options, _role));
                LogReread(logger, _role, _options.CertificateFile);
            }
            catch (StartupException e)
            {
                _loaded = _loaded with { Stamp = stamp };
                LogUnusable(logger, e.Message);
            }

            return _loaded;
        }
    }

    private FilesStamp Stamp() => new(StampOf(_options.CertificateFile), StampOf(_options.KeyFile), StampOf(_options.ClientCaFile));

    private static (DateTime WrittenAt, long Length)? StampOf(string path)
    {
        var file = path.Length == 0 ? null : new FileInfo(path);
        return file is { Exists: true } ? (file.LastWriteTimeUtc, file.Length) : null;
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Information, Message = "{Role}: {Path} has changed; new connections get the new certificate.")]
    private static partial void LogReread(ILogger logger, ListenerRole role, string path);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Error, Message = "{Problem} The certificates from before stay in use.")]
    private static partial void LogUnusable(ILogger logger, string problem);

    private sealed record Loaded(FilesStamp Stamp, SslServerAuthenticationOptions Authentication);

    private readonly record struct FilesStamp((DateTime, long)? Certificate, (DateTime, long)? Key, (DateTime, long)? ClientCa);
}
