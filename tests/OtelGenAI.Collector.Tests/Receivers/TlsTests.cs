using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.EndToEnd.Tests;

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
    [CoversRows("8", "9", "10", "11")]
    public async Task Every_door_speaks_TLS_and_ALPN_chooses_the_version(string form)
    {
        await using var collector = await TestCollector.StartAsync(settings: [.. Tls("Grpc", form), .. Tls("OtlpHttp", form), .. Tls("Http", form)]);

        Assert.Equal("https", collector.Grpc.BaseAddress!.Scheme);
        Assert.Equal(SslApplicationProtocol.Http2, await NegotiateAsync(collector.Grpc, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11));
        Assert.Equal(SslApplicationProtocol.Http2, await NegotiateAsync(collector.OtlpHttp, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11));
        Assert.Equal(SslApplicationProtocol.Http11, await NegotiateAsync(collector.OtlpHttp, SslApplicationProtocol.Http11));
        await Assert.ThrowsAnyAsync<Exception>(() => NegotiateAsync(collector.Grpc, SslApplicationProtocol.Http11));

        using var client = Client(clientCertificate: null);
        using var grpc = await client.SendAsync(GrpcCall(collector));
        using var http = await client.PostAsync(new Uri(collector.OtlpHttp.BaseAddress!, "/v1/traces"), Content("application/x-protobuf", Good));
        using var health = await client.GetAsync(new Uri(collector.Api.BaseAddress!, "/healthz"));

        Assert.Equal("0", grpc.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (http.StatusCode, health.StatusCode));
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

    private static async Task<SslApplicationProtocol> NegotiateAsync(HttpClient door, params SslApplicationProtocol[] offered)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, door.BaseAddress!.Port);
        using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ApplicationProtocols = [.. offered],
            EnabledSslProtocols = SslProtocols.None,
#pragma warning disable CA5359 // This test asks which protocol is chosen; the other client of this class checks the certificate.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        });
        return tls.NegotiatedApplicationProtocol;
    }
}
