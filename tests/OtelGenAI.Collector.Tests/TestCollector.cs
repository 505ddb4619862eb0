using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Storage;
using OtelGenAI.Storage.InMemory;
using OtelGenAI.Storage.Metrics;

namespace OtelGenAI.Collector.Tests;

/// <summary>The collector with real sockets on free ports, in this process, over a store of the test's choice.</summary>
internal sealed class TestCollector : IAsyncDisposable
{
    private readonly CollectorHost _host;

    private TestCollector(CollectorHost host)
    {
        _host = host;
        Grpc = new HttpClient
        {
            BaseAddress = host.AddressOf(ListenerRole.Grpc),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        OtlpHttp = new HttpClient { BaseAddress = host.AddressOf(ListenerRole.OtlpHttp) };
        Api = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.AddressOf(ListenerRole.Http) };
    }

    /// <summary>What the collector is made of.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>A client of the gRPC address, HTTP/2 without TLS.</summary>
    public HttpClient Grpc { get; }

    /// <summary>A client of the OTLP/HTTP address.</summary>
    public HttpClient OtlpHttp { get; }

    /// <summary>A client of the UI and the API.</summary>
    public HttpClient Api { get; }

    /// <summary>Starts one.</summary>
    public static Task<TestCollector> StartAsync(ITraceStore? store = null, params (string Key, string Value)[] settings) =>
        StartAsync(store ?? new InMemoryTraceStore(), new InMemoryMetricStore(), settings);

    /// <summary>Starts one.</summary>
    public static async Task<TestCollector> StartAsync(ITraceStore store, IMetricStore metrics, params (string Key, string Value)[] settings)
    {
        var host = CollectorHost.Create(Configuration(settings), store, metrics);
        await host.StartAsync(CancellationToken.None);
        return new TestCollector(host);
    }

    /// <summary>Starts one on the stores of a data folder, as the program does.</summary>
    public static async Task<TestCollector> StartOnAsync(string dataFolder, params (string Key, string Value)[] settings)
    {
        var host = await CollectorHost.OpenAsync(Configuration([("Data", dataFolder), .. settings]), CancellationToken.None);
        await host.StartAsync(CancellationToken.None);
        return new TestCollector(host);
    }

    /// <summary>Posts to OTLP/HTTP.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        byte[] body, string? contentType, string path = "/v1/traces", string? encoding = null, params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, OtlpHttp.BaseAddress!.GetLeftPart(UriPartial.Authority) + path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await OtlpHttp.SendAsync(request);
    }

    /// <summary>Posts a framed message to OTLP/gRPC and reads the status from the trailers, or from the headers of a Trailers-Only answer.</summary>
    public async Task<GrpcAnswer> CallAsync(byte[] framed, string path = GrpcAnswer.TracesPath, params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(framed);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Grpc.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        return new GrpcAnswer(response, body);
    }

    /// <summary>The answer of an API call.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path)
    {
        using var response = await Api.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>A counter of <c>/metrics</c>, with its labels, or 0.</summary>
    public async Task<long> MetricAsync(string nameAndLabels)
    {
        var text = await Api.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n').Where(line => line.StartsWith(nameAndLabels, StringComparison.Ordinal))
            .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a counter has a value: what a request leaves behind is settled after its answer, or after its connection was closed.</summary>
    public async Task HasMetricAsync(string nameAndLabels, long value)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        long last;
        while ((last = await MetricAsync(nameAndLabels)) != value)
        {
            Assert.False(patience.IsCancellationRequested, $"{nameAndLabels} is {last} and not {value}.");
            await often.WaitForNextTickAsync();
        }
    }

    private static IConfigurationRoot Configuration(IEnumerable<(string Key, string Value)> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("Grpc", "127.0.0.1:0"), new("OtlpHttp", "127.0.0.1:0"), new("Http", "127.0.0.1:0")])
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
        .Build();

    public async ValueTask DisposeAsync()
    {
        Grpc.Dispose();
        OtlpHttp.Dispose();
        Api.Dispose();
        await _host.DisposeAsync();
    }
}

/// <summary>What a gRPC call ended with.</summary>
internal sealed class GrpcAnswer
{
    public const string TracesPath = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    public GrpcAnswer(HttpResponseMessage response, byte[] body)
    {
        HttpStatus = response.StatusCode;
        Body = body;
        IsTrailersOnly = response.Headers.Contains("grpc-status");
        var source = IsTrailersOnly ? (HttpHeaders)response.Headers : response.TrailingHeaders;
        Status = Read(source, "grpc-status") is { } status ? int.Parse(status, System.Globalization.CultureInfo.InvariantCulture) : null;
        Message = Uri.UnescapeDataString(Read(source, "grpc-message") ?? "");
        Details = Read(source, "grpc-status-details-bin");
        AcceptEncoding = Read(response.Headers, "grpc-accept-encoding");
    }

    public HttpStatusCode HttpStatus { get; }

    public byte[] Body { get; }

    public bool IsTrailersOnly { get; }

    public int? Status { get; }

    public string Message { get; }

    public string? Details { get; }

    public string? AcceptEncoding { get; }

    private static string? Read(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;
}
