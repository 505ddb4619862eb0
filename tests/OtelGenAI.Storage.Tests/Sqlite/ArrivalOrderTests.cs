using System.Globalization;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Spans arrive in any order, in batches of any size, over days and restarts: the stored trace is the same.</summary>
public sealed class ArrivalOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Any_order_of_arrival_over_any_days_gives_the_same_tree_and_the_same_line(int seed)
    {
        var random = new Random(seed);
        var spans = Enumerable.Range(1, random.Next(2, 40)).Select(id => AnySpan(id, random)).ToArray();
        var expected = await StoreAsync(spans, random, maxBatch: spans.Length, disturbOneIn: int.MaxValue);
        for (var round = 0; round < 3; round++)
        {
            random.Shuffle(spans);
            var actual = await StoreAsync(spans, random, maxBatch: 6, disturbOneIn: 2);
            var where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}");
            Expect.Same(expected, actual);
            var (tree, other) = (TraceTree.Build(expected.Spans), TraceTree.Build(actual.Spans));
            Assert.True(tree.Nodes.SequenceEqual(other.Nodes), $"The tree is another one: {where}.");
            Assert.True(SubtreeRollUps.Of(tree, PriceBook.BuiltIn).SequenceEqual(SubtreeRollUps.Of(other, PriceBook.BuiltIn)), $"The sums are others: {where}.");
        }
    }

    private static async Task<StoredTrace> StoreAsync(SpanSpec[] spans, Random random, int maxBatch, int disturbOneIn)
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        var store = await OpenAsync();
        for (var at = 0; at < spans.Length;)
        {
            var count = Math.Min(random.Next(1, maxBatch + 1), spans.Length - at);
            await store.Append(spans[at..(at + count)]);
            at += count;
            if (random.Next(disturbOneIn) == 0)
            {
                clock.Advance(TimeSpan.FromHours(random.Next(1, 40)));
                await store.DisposeAsync();
                store = await OpenAsync();
            }
        }

        await using (store)
        {
            return (await store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None))!;
        }

        Task<SqliteTraceStore> OpenAsync() => SqliteTraceStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = folder.Path, MaxArrivingSpans = random.Next(1, 20), Prices = new TestPrices() }, clock);
    }

    // Parents that are missing, circles, equal starts, two instrumentations of one call, labels on some.
    private static SpanSpec AnySpan(int id, Random random) => Some.Chat(
        id: id, parent: random.Next(45), start: random.Next(12), input: random.Next(100), output: random.Next(50)) with
    {
        Kind = (ObservationKind)random.Next(6),
        Seconds = random.Next(8),
        Status = random.Next(6) == 0 ? 2 : 0,
        ResponseId = random.Next(3) == 0 ? $"r{random.Next(4)}" : "",
        Conversation = random.Next(3) == 0 ? $"c{random.Next(3)}" : "",
        Resource = new ResourceSpec($"service{random.Next(3)}"),
        Labels = random.Next(3) == 0 ? $$$"""{"version":"{{{random.Next(3)}}}","tags":["t{{{random.Next(3)}}}"],"metadata":{"k":{{{random.Next(9)}}}}}""" : null,
    };
}
