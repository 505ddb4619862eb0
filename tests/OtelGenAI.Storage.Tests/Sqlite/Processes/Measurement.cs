using System.Diagnostics;
using System.Globalization;
using System.Text;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Sqlite.Processes;

/// <summary>
/// Measures appends against the floor: the same payloads appended to a plain file, with a flush to disk per batch.
/// Run it with <c>dotnet run -c Release --project tests/OtelGenAI.Storage.Tests -- measure FOLDER [BATCHES]</c>.
/// </summary>
internal static class Measurement
{
    public const string Name = "measure";

    private const int Writers = 4;
    private const int SpansPerBatch = 512;
    private const int SpansPerTrace = 20;
    private const int TracesInFlight = 16;

    public static async Task RunAsync(string folder, int batches)
    {
        var work = Enumerable.Range(0, Writers).Select(writer => Batches(writer, batches / Writers)).ToList();
        var spans = work.Sum(own => own.Sum(batch => (long)batch.Spans.Length));
        var bytes = work.Sum(own => own.Sum(batch => batch.Spans.ToArray().Sum(span => (long)span.Message.Length)));
        Say($"{spans} spans in {batches} batches, {bytes / spans} bytes each; {Writers} writers, {Environment.ProcessorCount} cores");

        for (var round = 0; round < 3; round++)
        {
            var data = Directory.CreateDirectory(Path.Combine(folder, $"measure-{round}")).FullName;
            var floor = Measure(() => AppendToFile(Path.Combine(data, "floor"), work));
            Say($"floor   {Rate(spans, floor)}");
            var options = new SqliteStoreOptions { DataFolder = Path.Combine(data, "store") };
            await using (var store = await SqliteTraceStore.OpenAsync(options, TimeProvider.System))
            {
                var measured = await MeasureAsync(() => AppendToStoreAsync(store, work));
                var commits = store.Statistics.Commits;
                Say($"store   {Rate(spans, measured)}, {floor.Wall / measured.Wall:F2} of the floor, {commits} commits, {store.Library}");
                var retried = await MeasureAsync(() => AppendToStoreAsync(store, work));
                Say($"retry   {Rate(spans, retried)}");
                await ReadAsync(store, work);
            }

            var stored = new DirectoryInfo(Path.Combine(data, "store")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            Say($"on disk {stored / spans} bytes/span");
            Directory.Delete(data, recursive: true);
        }
    }

    private static void AppendToFile(string path, List<List<TelemetryBatch>> work)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        long length = 0;
        foreach (var batch in work.SelectMany(own => own))
        {
            List<ReadOnlyMemory<byte>> messages = new(batch.Spans.Length);
            foreach (ref readonly var span in batch.Spans)
            {
                messages.Add(batch.Memory(span.Message));
            }

            RandomAccess.Write(file, messages, length);
            length += messages.Sum(message => message.Length);
            RandomAccess.FlushToDisk(file);
        }
    }

    private static Task AppendToStoreAsync(SqliteTraceStore store, List<List<TelemetryBatch>> work) => Task.WhenAll(work.Select(async own =>
    {
        await Task.Yield();
        foreach (var batch in own)
        {
            await store.AppendAsync(TenantId.Default, batch, CancellationToken.None);
        }
    }));

    private static async Task ReadAsync(SqliteTraceStore store, List<List<TelemetryBatch>> work)
    {
        var random = new Random(1);
        List<double> traces = [], lists = [];
        for (var read = 0; read < 200; read++)
        {
            var own = work[random.Next(Writers)];
            var traceId = own[random.Next(own.Count)].Spans[0].TraceId;
            traces.Add((await MeasureAsync(() => store.ReadAll(traceId, TenantId.Default))).Wall);
            lists.Add((await MeasureAsync(
                () => store.ListTracesAsync(TenantId.Default, TraceFilter.All, after: null, limit: 50, CancellationToken.None))).Wall);
        }

        Say($"read    trace with payloads p50 {Percentile(traces, 50):F2} ms, p99 {Percentile(traces, 99):F2} ms");
        Say($"read    newest 50 p50 {Percentile(lists, 50):F2} ms, p99 {Percentile(lists, 99):F2} ms");
    }

    private static double Percentile(List<double> seconds, int percent) => seconds.Order().ElementAt(seconds.Count * percent / 100) * 1_000;

    private static List<TelemetryBatch> Batches(int writer, int count)
    {
        var random = new Random(writer);
        var keys = new AttributeKeyTable();
        var words = Enumerable.Range(0, 3_000).Select(_ => Word(random)).ToArray();
        var traces = Enumerable.Range(0, TracesInFlight).Select(at => new Flight(writer + (at * Writers))).ToList();
        var nextTrace = TracesInFlight;
        List<TelemetryBatch> batches = [];
        for (var batch = 0; batch < count; batch++)
        {
            List<SpanSpec> spans = [];
            while (spans.Count < SpansPerBatch)
            {
                var at = random.Next(TracesInFlight);
                for (var burst = random.Next(1, 7); burst > 0 && spans.Count < SpansPerBatch; burst--)
                {
                    spans.Add(traces[at].Next(random, words));
                    if (traces[at].IsOver)
                    {
                        traces[at] = new Flight(writer + (nextTrace++ * Writers));
                    }
                }
            }

            batches.Add(Some.BatchOf(spans, new TelemetryBatch(keys)));
        }

        return batches;
    }

    private static string Word(Random random) =>
        new([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)('a' + random.Next(26)))]);

    private static Measured Measure(Action action) => MeasureAsync(() => Task.Run(action)).GetAwaiter().GetResult();

    private static async Task<Measured> MeasureAsync(Func<Task> action)
    {
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        await action();
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        return new Measured(wall, (process.TotalProcessorTime - cpu).TotalSeconds);
    }

    private static string Rate(long spans, Measured measured) => string.Create(
        CultureInfo.InvariantCulture, $"{spans / measured.Wall,9:F0} spans/s, {spans / measured.Cpu,9:F0} spans per CPU second");

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Measured(double Wall, double Cpu);

    /// <summary>A trace that is being sent: an agent, model calls that repeat what was said before, tools and HTTP calls.</summary>
    private sealed class Flight(int trace)
    {
        private readonly StringBuilder _said = new();
        private int _sent;

        public bool IsOver => _sent == SpansPerTrace;

        public SpanSpec Next(Random random, string[] words)
        {
            _sent++;
            for (var word = 0; word < 30; word++)
            {
                _said.Append(words[random.Next(words.Length)]).Append(' ');
            }

            var isRoot = IsOver;
            var isChat = _sent % 3 == 1;
            var kept = Math.Min(_said.Length, isChat ? 2_600 : 100);
            var said = _said.ToString(_said.Length - kept, kept);
            var name = isRoot ? "invoke_agent planner" : isChat ? "chat gpt-4o" : "execute_tool search";
            var span = Some.Span(trace, isRoot ? 1 : _sent + 1, isRoot ? 0 : 1, name, _sent) with
            {
                Kind = isRoot ? ObservationKind.Agent : isChat ? ObservationKind.Llm : ObservationKind.Tool,
                Operation = isChat ? "chat" : "execute_tool",
                Provider = isChat ? "openai" : "",
                RequestModel = isChat ? "gpt-4o" : "",
                ResponseModel = isChat ? "gpt-4o-2024-08-06" : "",
                ResponseId = isChat ? $"chatcmpl-{random.NextInt64():x}" : "",
                FinishReasons = isChat ? "stop" : "",
                Agent = "planner",
                Tool = isChat ? "" : "search",
                ToolCallId = isChat ? "" : $"call_{random.NextInt64():x}",
                Conversation = $"conversation-{trace / 4}",
                User = $"user-{trace % 500}",
                Tokens = isChat ? new TokenUsage(random.Next(4_000), random.Next(900), random.Next(400), null, null) : default,
            };
            return span with
            {
                Payload = Encoding.UTF8.GetBytes(
                    $$"""{"trace":"{{span.TraceId}}","span":"{{span.SpanId}}","attributes":{{span}},"random":"{{random.NextInt64():x}}","said":"{{said}}"}"""),
            };
        }
    }
}
