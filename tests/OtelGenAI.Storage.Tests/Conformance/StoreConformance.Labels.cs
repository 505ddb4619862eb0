using OtelGenAI.Pricing;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>What spans say of their whole trace is in its line, and so is every kind of token.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task The_line_of_a_trace_has_the_tags_metadata_and_version_of_any_of_its_spans()
    {
        await Store.Append(
            Some.Span(id: 1, start: 0) with { Labels = """{"tags":["a","b"],"metadata":{"region":"eu","n":3}}""" },
            Some.Span(id: 2, start: 1) with { Labels = """{"environment":"dev","version":"p3","tags":["b","c"],"metadata":{"region":"us"}}""" });

        await Store.Append(Some.Span(id: 3, start: -1) with
        {
            Labels = """{"release":"r9","tags":["first"],"metadata":{"n":4}}""",
            Resource = new ResourceSpec("labelled") { Labels = """{"session":"s","environment":"late","tags":["resource"]}""" },
        });

        var (listed, opened) = (Assert.Single(await Store.ListAll()), await Store.Summary(trace: 1));
        Expect.Same(opened, listed);
        Assert.Equal(("dev", "r9", "p3", "s"), (listed.Environment, listed.Release, listed.Version, listed.ConversationId));
        Assert.Equal(["first", "a", "b", "c", "resource"], listed.Tags);
        Assert.Equal(["n=4", "region=\"eu\""], listed.Metadata.Select(entry => $"{entry.Key}={entry.Value!.ToJsonString()}"));
    }

    [Fact]
    public async Task A_span_that_is_sent_again_takes_its_labels_with_it()
    {
        await Store.Append(Some.Span(id: 1) with { Labels = """{"tags":["draft"]}""" }, Some.Span(id: 2) with { Labels = """{"tags":["stays"]}""" });
        await Store.Append(Some.Span(id: 1) with { Labels = """{"tags":["final"]}""" });

        Assert.Equal(["final", "stays"], (await Store.Summary(trace: 1)).Tags);
    }

    [Fact]
    public async Task The_line_of_a_trace_sums_up_every_kind_of_token()
    {
        var tokens = new TokenUsage(100, 50, 10, 20, 5) { CacheWrite1h = 4, AudioInput = 5, AudioOutput = 6, ImageInput = 7, ImageOutput = 8 };
        await Store.Append(
            Some.Chat(id: 1) with { Tokens = tokens }, Some.Chat(id: 2) with { Tokens = tokens },
            Some.Span(id: 3) with { Kind = ObservationKind.Agent, Tokens = tokens });

        var listed = Assert.Single(await Store.ListAll());
        Assert.Equal((200, 100, 20, 40, 10), (listed.InputTokens, listed.OutputTokens, listed.CacheReadTokens, listed.CacheWriteTokens, listed.ReasoningTokens));
        Assert.Equal((8, 10, 12, 14, 16), (listed.CacheWrite1hTokens, listed.AudioInputTokens, listed.AudioOutputTokens, listed.ImageInputTokens, listed.ImageOutputTokens));
    }

    [Fact]
    public async Task The_fingerprint_of_a_trace_changes_with_every_span_and_with_nothing_else()
    {
        await Store.Append(Some.Span(id: 1));
        var one = await FingerprintAsync();
        await Store.Append(Some.Span(id: 1));
        Assert.Equal(one, await FingerprintAsync());

        await Store.Append(Some.Span(id: 2));
        var two = await FingerprintAsync();
        await Store.Append(Some.Span(id: 2, name: "other"));
        var replaced = await FingerprintAsync();
        await Store.Append(Some.Span(id: 2));

        Assert.Equal(3, new HashSet<long> { one, two, replaced }.Count);
        Assert.Equal(two, await FingerprintAsync());
        Assert.Equal(two, await FingerprintAsync());

        async Task<long> FingerprintAsync()
        {
            var listed = Assert.Single(await Store.ListAll()).Fingerprint;
            Assert.Equal(listed, (await Store.Summary(trace: 1)).Fingerprint);
            return listed;
        }
    }
}
