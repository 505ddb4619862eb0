using System.Diagnostics;
using System.Globalization;
using OtelGenAI.Conventions;

namespace OtelGenAI.Load;

/// <summary>How long questions take on a full data folder while spans arrive, and how long its words take to be indexed.</summary>
/// <param name="options">What arrives.</param>
/// <param name="folder">The data folder.</param>
/// <param name="texts">What spans say.</param>
internal sealed class QuestionMeasurement(LoadOptions options, string folder, Texts texts)
{
    private const int Days = 30;
    private const double SpansPerSecond = 10_000;
    private const int PhraseWords = 4;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    // An answer that takes longer is shown.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    // How long words may take to be indexed before the questions begin.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Random _random = new(7);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var small = options with { ContentBytes = 200, SpansPerSecond = null };
        await StoreFill.FillIfEmptyAsync(folder, options.StoredSpans, Days, small, texts);
        await using var server = await ServerProcess.StartCollectorAsync(folder, options.Program);
        using var api = new HttpClient { BaseAddress = server.Http };
        var start = Stopwatch.GetTimestamp();
        while (await LagAsync(api) > 0 && Stopwatch.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"indexed in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {server.ProcessorTime.TotalSeconds:F1} s of a processor; " +
            $"{TextBytes() / (double)options.StoredSpans:F0} of {server.StoredBytes / (double)options.StoredSpans:F0} bytes a span; {server.ResidentMegabytes} MB"));

        var run = new LoadRun(server, options with { SpansPerSecond = SpansPerSecond, MaxRequests = int.MaxValue }, texts);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskAsync(server.Http!, ending.Token);
        // No number of an earlier run: traces of a folder that is kept would be sent again.
        var result = await run.RunAsync(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), cancellationToken);
        await ending.CancelAsync();
        var asked = await asking;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"while {result.SpansPerSecond:F0} spans/s arrived, {result}"));
        foreach (var (question, latencies) in asked)
        {
            latencies.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {question,-58} p50 {latencies[latencies.Count / 2],7:F1} ms  p95 {latencies[latencies.Count * 95 / 100],7:F1} ms  at most {latencies[^1],7:F1} ms  of {latencies.Count}"));
        }

        var lag = await LagAsync(api);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lag     {lag:F1} s at the end; {server.ResidentMegabytes} MB"));
    }

    private async Task<Dictionary<string, List<double>>> AskAsync(Uri address, CancellationToken ending)
    {
        using var api = new HttpClient { BaseAddress = address };
        Dictionary<string, List<double>> latencies = new(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
            {
                foreach (var (name, path) in Questions())
                {
                    var start = Stopwatch.GetTimestamp();
                    using var response = await api.GetAsync(new Uri(path, UriKind.Relative), ending);
                    var body = await response.Content.ReadAsStringAsync(ending);
                    if (!response.IsSuccessStatusCode)
                    {
                        throw new InvalidOperationException($"{path}: {body}");
                    }

                    var latency = Stopwatch.GetElapsedTime(start);
                    (latencies.TryGetValue(name, out var known) ? known : latencies[name] = []).Add(latency.TotalMilliseconds);
                    if (latency > Slow)
                    {
                        // What it read says why.
                        var said = body.IndexOf("\"search\":", StringComparison.Ordinal) is var at and >= 0 ? body[at..] : "";
                        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  slow    {latency.TotalSeconds:F1} s {Uri.UnescapeDataString(path)} {said}"));
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }

        return latencies;
    }

    private IEnumerable<(string Name, string Path)> Questions()
    {
        var id = RequestSource.TraceId(_random.NextInt64(options.StoredSpans / options.SpansPerRequest), _random.Next(options.SpansPerRequest / options.SpansPerTrace));
        yield return ("trace by id", $"/api/v1/traces/{id}");
        yield return ("newest 50", "/api/v1/traces?limit=50");
        (string Name, string Query)[] questions =
        [
            ("user", $"user:user-{_random.Next(37)}"),
            ("session", $"session:conv_{_random.Next(options.SpansPerRequest / options.SpansPerTrace):x8}"),
            ("many: model and tokens of the trace", "model:gpt-4o* tokens.total>20k"),
            ("many: of one span", "has(kind:llm tokens.input>3k)"),
            ("none: no such tool on any day", "tool:nobody"),
            ("none: every line is looked at", "error:true"),
            ("attribute, one trace in 64", $"attr[\"{GenAIAttributes.ResponseId}\"]:chatcmpl-{_random.Next(options.SpansPerRequest):x12}"),
            ("attribute of no trace, 7 days", $"start>-7d attr[\"{GenAIAttributes.ResponseId}\"]:chatcmpl-{_random.Next(options.SpansPerRequest)}"),
        ];
        foreach (var (name, query) in questions)
        {
            yield return (name, $"/api/v1/traces?limit=50&timeoutMs=60000&q={Uri.EscapeDataString(query)}");
        }

        yield return ($"{PhraseWords} words one after the other, with snippets", $"/api/v1/search?timeoutMs=60000&q={Uri.EscapeDataString($"\"{texts.Phrase(_random, PhraseWords)}\"")}");
        var from = Uri.EscapeDataString(DateTimeOffset.UtcNow.AddDays(-Days).ToString("O", CultureInfo.InvariantCulture));
        yield return ("cost by model and day, 30 days", $"/api/v1/aggregate?measure=cost&by=model&bucket=day&from={from}");
    }

    private long TextBytes() => Directory.GetFiles(folder, "*.text.db*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);

    private static async Task<double> LagAsync(HttpClient api)
    {
        var metrics = await api.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = metrics.Split('\n').Single(line => line.StartsWith("otelgenai_store_text_lag", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }
}
