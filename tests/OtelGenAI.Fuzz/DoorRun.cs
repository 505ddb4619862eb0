using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Receivers;
using OtelGenAI.Storage.InMemory;

namespace OtelGenAI.Fuzz;

/// <summary>
/// Sends mutated requests to the real server over real sockets, and looks for what must never happen: a failure of ours, an answer that is
/// none, bytes or connections that are held for ever, a server that does not answer the next one.
/// </summary>
/// <param name="door">The address.</param>
/// <param name="seed">Seed of the mutations.</param>
internal sealed class DoorRun(Door door, int seed)
{
    private const int ConversationsPerServer = 20_000;
    private const int ConversationsPerCheck = 500;

    // Where the server alone takes longer to start than the run should.
    private const int LeastConversations = 40;

    // Nothing was said for this long: nothing more will be.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(250);

    // The server gives up on half a request after two seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, long> _answers = new(StringComparer.Ordinal);

    /// <summary>How many requests were sent.</summary>
    public long Conversations { get; private set; }

    /// <summary>How many requests ended in each way.</summary>
    public IReadOnlyDictionary<string, long> Answers => _answers;

    /// <summary>Runs for a time, first over the corpus as it is.</summary>
    /// <returns>The first request that does harm, or after which harm was found; <see langword="null"/> if none was.</returns>
    public async Task<(byte[] Body, string Harm)?> RunAsync(TimeSpan duration)
    {
        var corpus = door.Corpus();
        var untried = new Queue<byte[]>(door.Role == ListenerRole.Grpc ? [] : corpus);
        var start = Stopwatch.GetTimestamp();
        while (IsUnfinished())
        {
            var host = await StartAsync();
            await using (host)
            {
                for (var sent = 1; sent <= ConversationsPerServer && IsUnfinished(); sent++)
                {
                    var bytes = untried.TryDequeue(out var next) ? next : door.Mutate(corpus[_random.Next(corpus.Count)], corpus[_random.Next(corpus.Count)], _random);
                    var harm = await HarmOfAsync(host.AddressOf(door.Role), bytes);
                    harm ??= sent % ConversationsPerCheck == 0 ? await LeftOverAsync(host) : null;
                    if (harm is not null)
                    {
                        return (bytes, harm);
                    }
                }

                if (await LeftOverAsync(host) is { } left)
                {
                    return ([], left);
                }
            }
        }

        return null;

        bool IsUnfinished() => Stopwatch.GetElapsedTime(start) < duration || Conversations < LeastConversations || untried.Count > 0;
    }

    private static async Task<CollectorHost> StartAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grpc"] = "127.0.0.1:0",
            ["OtlpHttp"] = "127.0.0.1:0",
            ["Http"] = "127.0.0.1:0",
            ["Receivers:Otlp:FirstBytesTimeout"] = "00:00:02",
            ["Receivers:Otlp:MaxRequestTime"] = "00:00:02",
            ["Receivers:Otlp:BodyRateGrace"] = "00:00:01.1",
            ["Receivers:Otlp:MaxRequestBytes"] = "1048576",
            ["Receivers:Otlp:Cors:AllowedOrigins:0"] = "https://*.example.com",
        }).Build();
        var host = CollectorHost.Create(configuration, new InMemoryTraceStore(), new InMemoryMetricStore());
        await host.StartAsync(CancellationToken.None);
        return host;
    }

    private async Task<string?> HarmOfAsync(Uri address, byte[] request)
    {
        Conversations++;
        var (answer, elapsed) = await TimeAsync(address, request);
        for (var times = 1; elapsed > Patience; times++)
        {
            if (times == FuzzRun.SlowTimes)
            {
                return $"It took {elapsed}.";
            }

            (answer, elapsed) = await TimeAsync(address, request);
        }

        var kind = door.KindOf(answer);
        _answers[kind] = _answers.GetValueOrDefault(kind) + 1;
        return door.ProblemOf(answer);
    }

    private async Task<(byte[] Answer, TimeSpan Elapsed)> TimeAsync(Uri address, byte[] request)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await SayAsync(address, request);
        return (answer, Stopwatch.GetElapsedTime(start));
    }

    private async Task<byte[]> SayAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, address.Port);
        var stream = client.GetStream();
        var said = new MemoryStream();
        try
        {
            await stream.WriteAsync(request);
            if (door.Role != ListenerRole.Grpc)
            {
                // "No more will come": the server then answers what it has, and closes.
                client.Client.Shutdown(SocketShutdown.Send);
            }

            var buffer = new byte[16 * 1024];
            while (!door.IsEnd(said.GetBuffer().AsMemory(0, (int)said.Length)))
            {
                using var patience = new CancellationTokenSource(door.Role == ListenerRole.Grpc ? Silence : Patience);
                var read = await stream.ReadAsync(buffer, patience.Token);
                if (read == 0)
                {
                    break;
                }

                said.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Closed the hard way, or silent.
        }

        // Closed at once, so that ports are free again.
        client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        return said.ToArray();
    }

    // After a while nothing of what was sent may be left, and the next request is answered.
    private static async Task<string?> LeftOverAsync(CollectorHost host)
    {
        var budget = host.Services.GetRequiredService<AdmissionBudget>();
        var connections = host.Services.GetRequiredService<ConnectionLimit>();
        var start = Stopwatch.GetTimestamp();
        while (budget.HeldBytes != 0 || connections.Open != 0)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                return string.Create(CultureInfo.InvariantCulture, $"After {Patience} {budget.HeldBytes} bytes and {connections.Open} connections are still held.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        using var client = new HttpClient();
        using var health = await client.GetAsync(new Uri(host.AddressOf(ListenerRole.Http), "/healthz"));
        return health.IsSuccessStatusCode ? null : $"/healthz says {health.StatusCode}.";
    }
}
