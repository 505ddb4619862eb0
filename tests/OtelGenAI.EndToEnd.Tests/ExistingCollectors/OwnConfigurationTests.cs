namespace OtelGenAI.EndToEnd.Tests.ExistingCollectors;

public sealed class OwnConfigurationTests : IDisposable
{
    private readonly TempFolder _data = new();

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Path.Combine(ConfigurationFile.Folder, "otelgenai"), "*.json").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_program_starts_with_the_file_and_takes_traces(string name)
    {
        using var ledger = new SpanLedger();

        await using var collector = await CollectorProcess.StartAsync(_data.Path, "--config", Path.Combine(ConfigurationFile.Folder, "otelgenai", name));

        Assert.True(ledger.Send(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, collector.Grpc, traces: 1, spansPerTrace: 3));
        await ledger.AssertIsInAsync(collector);
        Assert.Contains($"(otelgenai/{name})", File.ReadAllText(Path.Combine(ConfigurationFile.Folder, "README.md")));
    }

    public void Dispose() => _data.Dispose();
}
