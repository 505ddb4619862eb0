using System.Globalization;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.InMemory;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>
/// After any sequence of appends (new, twice, anew, late), days, restarts, deletions and repricings the roll-ups, and the sums of conversations and
/// users, equal those that the in-memory store works out from the spans.
/// </summary>
public sealed class RollUpModelTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_roll_ups_equal_what_the_spans_say(int seed)
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        var prices = new TestPrices();
        var random = new Random(seed);
        await using var model = new InMemoryTraceStore(prices);
        var store = await OpenAsync();
        var step = 0;
        try
        {
            for (; step < Steps; step++)
            {
                await StepAsync(random.Next(20));
                Assert.Equal(await model.EveryUsage(), await store.EveryUsage());
            }

            foreach (var by in Enum.GetValues<TraceGrouping>())
            {
                Assert.Equal(await model.ListGroups(by), await store.ListGroups(by, pageSize: 2));
            }
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, step {step}: {failure.Message}"), failure);
        }
        finally
        {
            await store.DisposeAsync();
        }

        async Task StepAsync(int what)
        {
            switch (what)
            {
                case < 14:
                    var spans = Enumerable.Range(0, random.Next(1, 15)).Select(_ => RandomSpan(random)).ToList();
                    Assert.Equal(await model.Append(spans), await store.Append(spans));
                    break;
                case 14:
                    clock.Advance(TimeSpan.FromHours(random.Next(1, 60)));
                    break;
                case 15:
                    await store.DisposeAsync();
                    store = await OpenAsync();
                    break;
                case 16:
                    var trace = Some.TraceId(random.Next(12));
                    await model.DeleteTraceAsync(Some.Tenant, trace, CancellationToken.None);
                    await store.DeleteTraceAsync(Some.Tenant, trace, CancellationToken.None);
                    break;
                case 17:
                    // Traces too of which an earlier file has a span as it was before it was sent anew: the model has forgotten that it named the user.
                    await store.DeleteUserAsync(Some.Tenant, $"u{random.Next(3)}", CancellationToken.None);
                    var left = (await store.ListAll()).Select(one => one.TraceId).ToHashSet();
                    foreach (var gone in (await model.ListAll()).Where(one => !left.Contains(one.TraceId)))
                    {
                        await model.DeleteTraceAsync(Some.Tenant, gone.TraceId, CancellationToken.None);
                    }

                    break;
                default:
                    prices.Set(random.Next(1, 4));
                    await model.RepriceAsync(Some.Tenant, default, progress: null, CancellationToken.None);
                    await store.RepriceAsync(Some.Tenant, default, progress: null, CancellationToken.None);
                    break;
            }
        }

        Task<SqliteTraceStore> OpenAsync() => SqliteTraceStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = folder.Path, Prices = prices, MaxArrivingSpans = random.Next(1, 200) }, clock);
    }

    [Fact]
    public async Task Dropped_days_count_no_more_but_a_trace_that_went_on_counts_whole_like_its_line()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        await using var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path }, clock);
        await store.Append(Some.Chat(trace: 1, id: 1, input: 10), Some.Chat(trace: 2, id: 1, input: 100));
        clock.Advance(TimeSpan.FromDays(1));
        await store.Append(Some.Chat(trace: 1, id: 2, input: 1));
        Assert.Equal((3, 111), await Sums());

        clock.Advance(TimeSpan.FromDays(1));
        await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromHours(30), MaxBytes: null), CancellationToken.None);

        Assert.Equal((2, 11), await Sums());
        Assert.Equal(11, (await store.Summary(trace: 1)).InputTokens);

        async Task<(long Count, long Input)> Sums()
        {
            var sums = Assert.Single((await store.Usage()).Groups).Totals;
            return (sums.Count, sums.InputTokens);
        }
    }

    [Fact]
    public async Task Of_a_day_of_which_only_pinned_traces_are_left_only_these_count()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        await using var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path }, clock);
        await store.Append(Some.Chat(trace: 1, id: 1, input: 10), Some.Chat(trace: 2, id: 1, input: 100), Some.Chat(trace: 3, id: 1, input: 1_000));
        await store.PinAsync(Some.Tenant, Some.TraceId(2), CancellationToken.None);
        clock.Advance(TimeSpan.FromDays(1));
        await store.Append(Some.Chat(trace: 1, id: 2, input: 1));

        clock.Advance(TimeSpan.FromDays(1));
        await store.DropExpiredAsync(Some.Tenant, new RetentionLimits(TimeSpan.FromHours(30), MaxBytes: null), CancellationToken.None);

        var sums = Assert.Single((await store.Usage()).Groups).Totals;
        Assert.Equal((3, 111), (sums.Count, sums.InputTokens));
    }

    [Fact]
    public async Task More_keys_than_there_is_room_for_are_counted_by_kind()
    {
        using var folder = new TempFolder();
        await using var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path, MaxUsageKeys = 3 }, new ManualClock());
        await store.Append(Enumerable.Range(0, 10).Select(tool => Some.Span(trace: tool) with { Kind = ObservationKind.Tool, Tool = $"tool {tool}" }));

        var groups = (await store.Usage(new UsageQuery { By = [UsageDimension.Kind, UsageDimension.Tool] })).Groups;

        Assert.Equal(["tool/(other) 7", "tool/tool 0 1", "tool/tool 1 1", "tool/tool 2 1"], groups.Select(group => $"{group.Key[0]}/{group.Key[1]} {group.Totals.Count}"));
    }

    private static SpanSpec RandomSpan(Random random) => Some.Span(
        trace: random.Next(12), id: random.Next(1, 12), parent: random.Next(12), name: "step", start: random.Next(4) * 2_000, seconds: random.Next(5)) with
    {
        Kind = (ObservationKind)random.Next(4),
        Status = random.Next(4) == 0 ? 2 : 0,
        Tokens = random.Next(3) > 0 ? new TokenUsage(random.Next(9), random.Next(9), null, random.Next(3), null) : default,
        ResponseId = random.Next(6) == 0 ? $"r{random.Next(2)}" : "",
        Provider = "openai",
        RequestModel = random.Next(3) > 0 ? "gpt-4o" : $"model{random.Next(2)}",
        Agent = random.Next(2) == 0 ? "planner" : "",
        TimeToFirstChunk = random.Next(3) == 0 ? 0.25 : null,
        Conversation = random.Next(3) == 0 ? $"c{random.Next(3)}" : "",
        User = random.Next(4) == 0 ? $"u{random.Next(3)}" : "",
        Resource = new ResourceSpec($"service{random.Next(2)}"),
    };
}
