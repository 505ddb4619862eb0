using System.Diagnostics;
using System.Globalization;
using OpenTelemetry.Exporter;

namespace OtelGenAI.EndToEnd.Tests;

public sealed class KillLoopTests : IDisposable
{
    private const int Seed = 20_261_120;
    private const int SpansPerTrace = 50;
    private const int MostTraces = 1_000_000;
    private const int LeastRounds = 5;

    // The gate's time is everybody's: on a slow machine fewer rounds are run, and OTELGENAI_KILL_SECONDS=600 runs them all anywhere.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("OTELGENAI_KILL_SECONDS") ?? "60", CultureInfo.InvariantCulture));

    private readonly TempFolder _data = new();
    private readonly SpanLedger _ledger = new();
    private readonly RecordLedger _records = new();

    [Fact]
    public async Task Whatever_was_acknowledged_in_twenty_lives_that_ended_in_SIGKILL_is_there_once_in_sound_files()
    {
        var random = new Random(Seed);
        var start = Stopwatch.GetTimestamp();
        var rounds = 0;
        while (rounds < 20 && (rounds < LeastRounds || Stopwatch.GetElapsedTime(start) < Bound))
        {
            await LiveAndDieAsync(acknowledgements: random.Next(1, 2_000));
            rounds++;
        }

        await using (var collector = await CollectorProcess.StartAsync(_data.Path))
        {
            await _ledger.AssertIsInAsync(collector);
            await _records.AssertIsInAsync(collector);
            Assert.True(_records.Count is { Logs: > 0, Points: > 0 });
            await collector.KillAsync();
        }

        Assert.All(Directory.GetFiles(_data.Path, "*.db", SearchOption.AllDirectories), file => Assert.Equal("ok", IntegrityCheck.Of(file)));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _data.Dispose();
    }

    /// <summary>Starts the program, sends spans over four connections and log records and data points over two, and kills it in the middle, after so many more spans were acknowledged.</summary>
    private async Task LiveAndDieAsync(int acknowledgements)
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        var before = _ledger.Count;
        var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(() => sender % 2 == 0
            ? _ledger.Send(OtlpExportProtocol.Grpc, collector.Grpc, MostTraces, SpansPerTrace)
            : _ledger.Send(OtlpExportProtocol.HttpProtobuf, new Uri(collector.OtlpHttp, "/v1/traces"), MostTraces, SpansPerTrace))).ToArray();

        var others = Task.WhenAll(_records.SendLogsAsync(collector.OtlpHttp), _records.SendPointsAsync(collector.OtlpHttp));

        await Eventually.IsAsync(() => Task.FromResult(_ledger.Count - before), count => count >= acknowledgements, TimeSpan.FromMinutes(2));
        await collector.KillAsync();

        Assert.All(await Task.WhenAll(senders), Assert.False);
        await others;
    }
}
