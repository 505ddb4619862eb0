using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.EndToEnd.Tests;
using OtelGenAI.Fuzz;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>TLS and client certificates at the doors.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly byte[] Good = OtlpBytes.Request("00f067aa0ba902b7");

    private readonly TempFolder _folder = new();
    private readonly TestCertificates _certificates = new();

    [Theory]
    [InlineData("pem")]
    [InlineData("pem with a key file")]
    [InlineData("pfx")]
    [CoversRows("8")]
    public async Task Every_door_speaks_TLS_and_ALPN_chooses_the_version(string form)
    {
        await using var collector = await TestCollector.StartAsync(settings: [.. Tls("Grpc", form), .. Tls("OtlpHttp", form), .. Tls("Http", form)]);

        Assert.Equal("https", collector.Grpc.BaseAddress!.Scheme);
        Assert.Equal(SslApplicationProtocol.Http2, await NegotiateAsync(collector.Grpc, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11));
        Assert.Equal(SslApplicationProtocol.Http2, await NegotiateAsync(collector.OtlpHttp, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11));
        Assert.Equal(SslApplicationProtocol.Http11, await NegotiateAsync(collector.OtlpHttp, SslApplicationProtocol.Http11));
        await Assert.ThrowsAnyAsync<Exception>(() => NegotiateAsync(collector.Grpc, new SslApplicationProtocol("spdy/3")));

        using var client = Client(clientCertificate: null);
        using var grpc = await client.SendAsync(GrpcCall(collector));
        using var http = await client.PostAsync(new Uri(collector.OtlpHttp.BaseAddress!, "/v1/traces"), Content("application/x-protobuf", Good));
        using var http2 = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(collector.OtlpHttp.BaseAddress!, "/v1/traces"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Content("application/x-protobuf", Good),
        });
        using var health = await client.GetAsync(new Uri(collector.Api.BaseAddress!, "/healthz"));

        Assert.Equal("0", grpc.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (http.StatusCode, http2.StatusCode, health.StatusCode));
    }

    [Fact]
    [CoversRows("10")]
    public async Task Over_TLS_without_ALPN_the_preface_of_HTTP_2_is_505()
    {
        await using var collector = await TestCollector.StartAsync(settings: [.. Tls("Grpc", "pem"), .. Tls("OtlpHttp", "pem")]);

        var atGrpc = await SayAsync(collector.Grpc, Http2Bytes.Preface.ToArray());
        var atHttp = await SayAsync(collector.OtlpHttp, Http2Bytes.Preface.ToArray());

        Assert.StartsWith("HTTP/1.1 505", atGrpc, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 505", atHttp, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [CoversRows("9", "11")]
    public async Task A_gRPC_call_over_HTTP_1_1_is_told_to_upgrade(bool withAlpn)
    {
        await using var collector = await TestCollector.StartAsync(settings: [.. Tls("Grpc", "pem")]);
        SslApplicationProtocol[] offered = withAlpn ? [SslApplicationProtocol.Http11] : [];

        var said = await SayAsync(
            collector.Grpc,
            Encoding.ASCII.GetBytes($"POST {GrpcAnswer.TracesPath} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n\r\n"),
            offered);

        Assert.StartsWith("HTTP/1.1 426", said, StringComparison.Ordinal);
        Assert.Contains("Upgrade: HTTP/2\r\n", said, StringComparison.Ordinal);
        Assert.Equal(1, await collector.MetricAsync("otelgenai_receiver_requests_refused_total{transport=\"grpc\",reason=\"426\"}"));
    }

    [Fact]
    public async Task A_client_must_show_a_certificate_of_the_configured_authority_when_there_is_one()
    {
        using var stranger = new TestCertificates("stranger");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "ca.pem"), _certificates.Authority.ExportCertificatePem());
        await using var collector = await TestCollector.StartAsync(
            settings: [.. Tls("Grpc", "pem"), ("Tls:Grpc:ClientCaFile", Path.Combine(_folder.Path, "ca.pem"))]);

        using var known = _certificates.Issue(usage: "1.3.6.1.5.5.7.3.2");
        using var unknown = stranger.Issue(usage: "1.3.6.1.5.5.7.3.2");
        using var server = _certificates.Issue();

        using var answer = await Client(known).SendAsync(GrpcCall(collector));
        Assert.Equal("0", answer.TrailingHeaders.GetValues("grpc-status").Single());
        foreach (var refused in new[] { unknown, server, null })
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client(refused).SendAsync(GrpcCall(collector)));
        }
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("pem with a key file")]
    [InlineData("pfx")]
    public async Task A_renewed_certificate_is_shown_to_new_connections_and_old_ones_go_on(string form)
    {
        await using var collector = await TestCollector.StartAsync(settings: [.. Tls("Grpc", form), .. Tls("OtlpHttp", form)]);
        using var client = Client(clientCertificate: null);
        using var before = await client.SendAsync(GrpcCall(collector));
        var old = await CertificateAsync(collector.Grpc);

        Renew(() => _ = Tls("Grpc", form).ToArray());

        var renewed = await CertificateAsync(collector.Grpc);
        Assert.NotEqual(old, renewed);
        Assert.Equal(renewed, await CertificateAsync(collector.Grpc));
        using var after = await client.SendAsync(GrpcCall(collector));
        Assert.Equal("0", after.TrailingHeaders.GetValues("grpc-status").Single());
        using var fresh = await Client(clientCertificate: null).SendAsync(GrpcCall(collector));
        Assert.Equal("0", fresh.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task A_renewal_that_cannot_be_used_changes_nothing_until_it_can()
    {
        await using var collector = await TestCollector.StartAsync(settings: [.. Tls("Grpc", "pem with a key file")]);
        var old = await CertificateAsync(collector.Grpc);
        var key = Path.Combine(_folder.Path, "Grpc.pem.key");
        var oldKey = await File.ReadAllTextAsync(key);

        // The certificate is there before its key, as when somebody copies one file after the other.
        Renew(() => _ = Tls("Grpc", "pem with a key file").ToArray());
        var newKey = await File.ReadAllTextAsync(key);
        Renew(() => File.WriteAllText(key, oldKey));
        Assert.Equal(old, await CertificateAsync(collector.Grpc));
        Renew(() => File.WriteAllText(Path.Combine(_folder.Path, "Grpc.pem"), "not a certificate"));
        Assert.Equal(old, await CertificateAsync(collector.Grpc));
        Renew(() => _ = Tls("Grpc", "pem with a key file").ToArray());

        Assert.NotEqual(newKey, await File.ReadAllTextAsync(key));
        Assert.NotEqual(old, await CertificateAsync(collector.Grpc));
    }

    [Fact]
    public async Task Another_authority_of_clients_holds_for_new_connections()
    {
        using var others = new TestCertificates("others");
        var authority = Path.Combine(_folder.Path, "ca.pem");
        await File.WriteAllTextAsync(authority, _certificates.Authority.ExportCertificatePem());
        await using var collector = await TestCollector.StartAsync(settings: [.. Tls("Grpc", "pem"), ("Tls:Grpc:ClientCaFile", authority)]);
        using var known = _certificates.Issue(usage: "1.3.6.1.5.5.7.3.2");
        using var other = others.Issue(usage: "1.3.6.1.5.5.7.3.2");
        using var early = Client(known);
        using var first = await early.SendAsync(GrpcCall(collector));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client(other).SendAsync(GrpcCall(collector)));

        Renew(() => File.WriteAllText(authority, others.Authority.ExportCertificatePem()));

        using var second = await Client(other).SendAsync(GrpcCall(collector));
        using var stillOpen = await early.SendAsync(GrpcCall(collector));
        Assert.Equal(["0", "0", "0"], new[] { first, second, stillOpen }.Select(answer => answer.TrailingHeaders.GetValues("grpc-status").Single()));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client(known).SendAsync(GrpcCall(collector)));
    }

    [Theory]
    [InlineData("CertificateFile", "missing.pem")]
    [InlineData("KeyFile", "missing.key")]
    [InlineData("ClientCaFile", "missing.pem")]
    public async Task A_certificate_that_cannot_be_read_ends_the_start_and_is_named(string setting, string value)
    {
        var settings = Tls("Http", "pem").Where(entry => entry.Key != $"Tls:Http:{setting}").Append(($"Tls:Http:{setting}", Path.Combine(_folder.Path, value)));

        var refusal = await Assert.ThrowsAsync<StartupException>(() => TestCollector.StartAsync(settings: [.. settings]));

        Assert.Contains("Tls:Http:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(value, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    private IEnumerable<(string Key, string Value)> Tls(string listener, string form)
    {
        using var server = _certificates.Issue();
        var certificate = Path.Combine(_folder.Path, $"{listener}.{form[..3]}");
        if (form == "pfx")
        {
            File.WriteAllBytes(certificate, server.Export(X509ContentType.Pkcs12, "secret"));
            yield return ($"Tls:{listener}:Password", "secret");
        }
        else
        {
            var key = server.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();
            File.WriteAllText(certificate, server.ExportCertificatePem() + (form == "pem" ? "\n" + key : ""));
            if (form != "pem")
            {
                File.WriteAllText(certificate + ".key", key);
                yield return ($"Tls:{listener}:KeyFile", certificate + ".key");
            }
        }

        yield return ($"Tls:{listener}:CertificateFile", certificate);
    }

    // Files of one moment and one length look the same: a renewal in real life is months later.
    private void Renew(Action write)
    {
        var before = Directory.GetFiles(_folder.Path).Max(File.GetLastWriteTimeUtc);
        write();
        foreach (var file in Directory.GetFiles(_folder.Path).Where(file => File.GetLastWriteTimeUtc(file) >= before))
        {
            File.SetLastWriteTimeUtc(file, before.AddSeconds(1));
        }
    }

    // The certificate that a new connection is shown.
    private static async Task<string> CertificateAsync(HttpClient door)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, door.BaseAddress!.Port);
        await using var tls = await HandshakeAsync(tcp, SslApplicationProtocol.Http2);
        return tls.RemoteCertificate!.GetCertHashString();
    }

    private HttpClient Client(X509Certificate2? clientCertificate)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(_certificates.Authority);
        handler.SslOptions.ClientCertificates = clientCertificate is null ? [] : [clientCertificate];
        return new HttpClient(handler);
    }

    private static HttpRequestMessage GrpcCall(TestCollector collector) => new(HttpMethod.Post, new Uri(collector.Grpc.BaseAddress!, GrpcAnswer.TracesPath))
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = Content("application/grpc", OtlpBytes.Framed(Good)),
    };

    private static ByteArrayContent Content(string type, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(type);
        return content;
    }

    // What a door says over TLS until it closes the connection.
    private static async Task<string> SayAsync(HttpClient door, byte[] bytes, params SslApplicationProtocol[] offered)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, door.BaseAddress!.Port);
        await using var tls = await HandshakeAsync(tcp, offered);
        await tls.WriteAsync(bytes);
        var said = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await tls.CopyToAsync(said, patience.Token);
        }
        catch (IOException)
        {
            // Closed the hard way; also an end.
        }

        return Encoding.Latin1.GetString(said.ToArray());
    }

    private static async Task<SslApplicationProtocol> NegotiateAsync(HttpClient door, params SslApplicationProtocol[] offered)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, door.BaseAddress!.Port);
        await using var tls = await HandshakeAsync(tcp, offered);
        return tls.NegotiatedApplicationProtocol;
    }

    private static async Task<SslStream> HandshakeAsync(TcpClient tcp, params SslApplicationProtocol[] offered)
    {
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ApplicationProtocols = offered.Length > 0 ? [.. offered] : null,
            EnabledSslProtocols = SslProtocols.None,
#pragma warning disable CA5359 // This test asks which protocol is chosen; the other client of this class checks the certificate.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        });
        return tls;
    }
}
