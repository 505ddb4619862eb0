using OtelGenAI.Pricing;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>Cost: worked out when a call arrives, listed and asked for without looking at spans, and worked out anew when asked.</summary>
public abstract partial class StoreConformance
{
    /// <summary>What calls are priced with.</summary>
    private protected TestPrices Prices { get; } = new();

    private ITraceRepricing Repricing => (ITraceRepricing)Store;

    [Fact]
    public async Task A_call_is_priced_when_it_arrives_and_once_although_two_spans_report_it()
    {
        await Store.Append(
            Some.Span(id: 1) with { Kind = ObservationKind.Agent, Tokens = new TokenUsage(100, 100, null, null, null) },
            Some.Chat(id: 2, parent: 1, input: 10, output: 5));
        await Store.Append(Some.Chat(id: 3, parent: 2, input: 10, output: 5), Some.Chat(id: 4, parent: 1, input: 1, output: 0));

        var summary = await Store.Summary(trace: 1);
        Assert.Equal(PicoUsd.Of(16 * 2 / 1_000_000m), summary.Cost);
        Assert.Equal((0, "2 USD"), (summary.UnpricedCalls, summary.PriceTable));
        Assert.Equal([null, 30_000_000, 30_000_000, 2_000_000], (await Store.Spans(trace: 1)).OrderBy(span => span.SpanId.Value).Select(span => span.Cost?.Value));
    }

    [Fact]
    public async Task A_call_without_a_price_is_counted_and_one_that_failed_uncounted_is_not()
    {
        await Store.Append(
            Some.Chat(id: 1) with { RequestModel = "unheard-of", ResponseModel = "" },
            Some.Chat(id: 2) with { Tokens = default },
            Some.Chat(id: 3) with { Tokens = default, Status = 2 });

        var summary = await Store.Summary(trace: 1);
        Assert.Equal((null, 2), (summary.Cost, summary.UnpricedCalls));
    }

    [Fact]
    public async Task What_a_price_depends_on_comes_back()
    {
        var tokens = new TokenUsage(10, 5, 1, 2, 3) { CacheWrite1h = 4, AudioInput = 5, AudioOutput = 6, ImageInput = 7, ImageOutput = 8, AudioCacheRead = 1 };
        await Store.Append(Some.Chat() with { Tokens = tokens, ServiceTier = "flex", ReportedCost = 0.25 });

        var span = Assert.Single(await Store.Spans(trace: 1));
        Assert.Equal((tokens, "flex", 0.25), (span.Tokens, span.ServiceTier, span.ReportedCostUsd));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public async Task Traces_are_listed_by_cost(int pageSize)
    {
        foreach (var trace in Enumerable.Range(1, 9))
        {
            await Store.Append(Call(trace, input: trace % 4) with { ResponseModel = trace == 5 ? "unheard-of" : "gpt-4o", RequestModel = "" });
        }

        var listed = await Store.ListAll(new TraceFilter { Order = TraceOrder.CostliestFirst }, pageSize);

        Assert.Equal([7, 3, 6, 2, 9, 1, 8, 4, 5], Numbers(listed));
    }

    [Fact]
    public async Task A_trace_that_went_on_is_listed_once_by_its_whole_cost()
    {
        await Store.Append(Some.Chat(trace: 1, id: 1, input: 5, output: 0), Some.Chat(trace: 2, id: 1, input: 7, output: 0));
        await Store.Append(Some.Chat(trace: 1, id: 2, input: 5, output: 0));

        var listed = await Store.ListAll(new TraceFilter { Order = TraceOrder.CostliestFirst, NameContains = "chat" });

        Assert.Equal([(1, 20_000_000), (2, 14_000_000)], listed.Select(trace => ((int)(uint)trace.TraceId.Value, trace.Cost!.Value.Value)));
    }

    [Fact]
    public async Task Traces_are_chosen_by_cost()
    {
        await Store.Append(Enumerable.Range(0, 5).Select(trace => Call(trace, input: trace)));
        await Store.Append(Some.Span(trace: 8), Some.Chat(trace: 9) with { RequestModel = "unheard-of", ResponseModel = "" });

        Assert.Equal([3, 2], Numbers(await Store.ListAll(new TraceFilter { CostAtLeast = new PicoUsd(4_000_000), CostAtMost = new PicoUsd(6_000_000) })));
        Assert.Equal([0], Numbers(await Store.ListAll(new TraceFilter { CostAtMost = default(PicoUsd) })));
        Assert.Equal([9], Numbers(await Store.ListAll(new TraceFilter { HasUnpricedCalls = true })));
    }

    [Fact]
    public async Task Calls_are_priced_anew()
    {
        await Store.Append(Some.Chat(trace: 1, id: 1, start: 0, input: 10, output: 0), Some.Chat(trace: 2, id: 1, start: 100, input: 10, output: 0));
        await Store.Append(Some.Chat(trace: 1, id: 2, start: 1, input: 5, output: 0), Some.Span(trace: 3));
        Prices.Set(usdPerMillion: 3);
        await Store.Append(Some.Chat(trace: 1, id: 3, start: 2, input: 1, output: 0));
        Assert.Equal((33_000_000, "3 USD"), ((await Store.Summary(trace: 1)).Cost?.Value, (await Store.Summary(trace: 1)).PriceTable));
        var range = new RepricingRange(FromUnixNano: null, BeforeUnixNano: Some.Second(50), IsDryRun: true);

        var would = await Repricing.RepriceAsync(Some.Tenant, range, progress: null, CancellationToken.None);
        Assert.Equal(33_000_000, (await Store.Summary(trace: 1)).Cost?.Value);
        var did = await Repricing.RepriceAsync(Some.Tenant, range with { IsDryRun = false }, progress: null, CancellationToken.None);

        Assert.Equal((48_000_000, 20_000_000), ((await Store.Summary(trace: 1)).Cost?.Value, (await Store.Summary(trace: 2)).Cost?.Value));
        Assert.Equal([30_000_000, 15_000_000, 3_000_000], (await Store.Spans(trace: 1)).OrderBy(span => span.SpanId.Value).Select(span => span.Cost?.Value));
        Assert.Equal(would, did);
        Assert.Equal(new PicoUsd(48_000_000), (await Store.ListAll(new TraceFilter { StartBeforeUnixNano = Some.Second(50), NameContains = "chat" })).Single().Cost);
        Assert.Equal(0, (await Repricing.RepriceAsync(Some.Tenant, range, progress: null, CancellationToken.None)).Changed);
        Assert.Equal(default, await Repricing.RepriceAsync(Some.OtherTenant, range, progress: null, CancellationToken.None));
    }

    private static SpanSpec Call(int trace, int input) => Some.Chat(trace) with { Tokens = new TokenUsage(input, 0, null, null, null) };

    private static IEnumerable<int> Numbers(IEnumerable<TraceSummary> traces) => traces.Select(trace => (int)(uint)trace.TraceId.Value);
}
