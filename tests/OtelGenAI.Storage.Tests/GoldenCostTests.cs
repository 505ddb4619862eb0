using System.Globalization;
using System.Reflection;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Tests;

/// <summary>The cost that is stored with a trace is the one that is worked out and explained when somebody looks: for every golden capture.</summary>
public sealed class GoldenCostTests
{
    private static string Folder { get; } =
        typeof(GoldenCostTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "GoldenFolder").Value!;

    [Fact]
    public async Task Stored_cost_is_read_cost()
    {
        using var folder = new TempFolder();
        await using var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path }, new ManualClock());
        var keys = new AttributeKeyTable();
        var reader = new DialectReader(keys);
        var (traces, priced) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(Folder, "*.in.json", SearchOption.AllDirectories))
        {
            // A tenant each: captures share their trace id.
            var tenant = new TenantId(string.Create(CultureInfo.InvariantCulture, $"t{traces}"));
            var batch = new TelemetryBatch(keys);
            using var decoder = new OtlpJsonDecoder();
            Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeTraces(batch, await File.ReadAllBytesAsync(file), OtlpLimits.Default));
            reader.Read(batch);
            await store.AppendAsync(tenant, batch, CancellationToken.None);
            foreach (var listed in await store.ListAll(tenant: tenant))
            {
                var trace = (await store.GetTraceAsync(tenant, listed.TraceId, CancellationToken.None))!;
                var tree = TraceTree.Build(trace.Spans);
                var read = TraceCost.Of(tree, PriceBook.BuiltIn);
                Assert.Equal((file, read.Usd, read.UnpricedCalls), (file, listed.Cost?.Usd, listed.UnpricedCalls));
                Assert.All(tree.Nodes, node => Assert.Equal(
                    TraceCost.OfCall(node, PriceBook.BuiltIn)?.Usd, node.Flags.HasFlag(SpanFlags.CoveredCall) ? null : node.Span.Cost?.Usd));
                traces++;
                priced += listed.Cost is null ? 0 : 1;
            }
        }

        Assert.True(priced > 10, $"Only {priced} of {traces} golden traces have a price.");
    }
}
