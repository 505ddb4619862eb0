using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelGenAI.Collector.Keys;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Receivers;

namespace OtelGenAI.Collector.Hosting;

/// <summary>The three addresses: where they are, who may reach them, and what stands in front of each.</summary>
internal sealed class CollectorListeners
{
    private readonly IReadOnlyList<Listener> _listeners;

    private CollectorListeners(IReadOnlyList<Listener> listeners) => _listeners = listeners;

    /// <summary>Reads and checks the addresses.</summary>
    /// <exception cref="StartupException">An address is none, others could reach it without a key, or its certificate cannot be used.</exception>
    public static CollectorListeners Read(CollectorOptions options)
    {
        var mayBeReached = options.AllowUnauthenticatedNetwork || HasKeys(options);
        return new CollectorListeners(
        [
            Read(ListenerRole.Grpc, options.Grpc, "grpc", mayBeReached, options.Tls.Grpc),
            Read(ListenerRole.OtlpHttp, options.OtlpHttp, "otlp-http", mayBeReached, options.Tls.OtlpHttp),
            Read(ListenerRole.Http, options.Http, "http", mayBeReached, options.Tls.Http),
        ]);
    }

    /// <summary>Makes the server listen.</summary>
    public void AddTo(KestrelServerOptions kestrel)
    {
        var services = kestrel.ApplicationServices;
        var options = services.GetRequiredService<ReceiverOptions>();
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = options.FirstBytesTimeout;

        // One field over 32 KiB would end the whole connection; below this it is the total that is refused, with 431, and other calls go on.
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = 2 * kestrel.Limits.MaxRequestHeadersTotalSize;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(options.MinBodyBytesPerSecond, options.BodyRateGrace);
        foreach (var listener in _listeners)
        {
            kestrel.Listen(new IPEndPoint(listener.Address.Address, listener.Address.Port), listen => Add(listen, listener, options, services));
        }
    }

    private static void Add(ListenOptions listen, Listener listener, ReceiverOptions options, IServiceProvider services)
    {
        // Without TLS nothing tells the two versions of HTTP apart before the first byte; with TLS, ALPN does. HTTP/1.1 is then let in at the gRPC
        // address too, to be told what is wrong: the handshake alone would fail without a word.
        listen.Protocols = listener.Tls is not null ? HttpProtocols.Http1AndHttp2
            : listener.Role == ListenerRole.Grpc ? HttpProtocols.Http2
            : HttpProtocols.Http1;
        listen.Use(services.GetRequiredService<ConnectionLimit>().InFrontOf);
        listen.Use(next => ListenerRoleMiddleware.Mark(next, listener.Role));
        if (listener.Tls is { } tls)
        {
            tls.AddTo(listen, options.FirstBytesTimeout, services.GetRequiredService<ILogger<ReloadedCertificates>>());
        }

        if (listener.Role == ListenerRole.Grpc)
        {
            var clock = services.GetRequiredService<TimeProvider>();
            var metrics = services.GetRequiredService<CollectorMetrics>();
            listen.Use(next => new FirstBytesTimeout(next, options.FirstBytesTimeout, clock, metrics).OnConnectionAsync);
        }
    }

    private static bool HasKeys(CollectorOptions options)
    {
        try
        {
            return new KeyFile(options.Data).Read() is { Count: > 0 };
        }
        catch (KeyFileException e)
        {
            throw new StartupException($"{e.Message} Restore it from a backup; moving it away removes every key.");
        }
    }

    private static Listener Read(ListenerRole role, string text, string option, bool mayBeReached, TlsOptions tls)
    {
        if (!ListenAddress.TryParse(text, out var address))
        {
            throw new StartupException($"--{option} '{text}' is not an address: expected HOST:PORT, for example 127.0.0.1:4317.");
        }

        if (!address.IsLoopback && !mayBeReached)
        {
            throw new StartupException(
                $"--{option} '{text}' can be reached from other machines, and no API key is configured: anybody could read prompts. " +
                $"Add one with 'otelgenai keys add', listen on 127.0.0.1, or set {nameof(CollectorOptions.AllowUnauthenticatedNetwork)}=true if the network itself keeps others out.");
        }

        return new Listener(role, address, TlsCertificates.AreConfigured(tls, role) ? new ReloadedCertificates(tls, role) : null);
    }

    private sealed record Listener(ListenerRole Role, ListenAddress Address, ReloadedCertificates? Tls);
}
