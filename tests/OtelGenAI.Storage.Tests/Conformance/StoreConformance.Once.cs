using System.Text;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>Once: retries, resent and late spans, and payloads.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_retry_of_an_identical_batch_changes_nothing()
    {
        SpanSpec[] spans = [Some.Span(id: 1), Some.Chat(id: 2, parent: 1), Some.Chat(trace: 2, id: 1)];
        await Store.Append(spans);
        var before = await Store.ListAll();
        var trace = await Store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        var result = await Store.Append(spans);

        Assert.Equal(new AppendResult(Stored: 0, Duplicates: 3, Replaced: 0), result);
        Expect.Same(before, await Store.ListAll());
        Expect.Same(trace, await Store.GetTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None));
        Assert.Equal(2, (await Store.ReadAll(Some.TraceId(1))).Count);
    }

    [Fact]
    public async Task A_span_that_is_twice_in_a_batch_is_stored_once()
    {
        var result = await Store.Append(Some.Chat(id: 1), Some.Chat(id: 1), Some.Chat(id: 2, parent: 1), Some.Chat(id: 1));

        Assert.Equal(new AppendResult(Stored: 2, Duplicates: 2, Replaced: 0), result);
        Assert.Equal(2, (await Store.Summary(trace: 1)).SpanCount);
        Assert.DoesNotContain(await Store.Spans(trace: 1), span => span.Flags.HasFlag(SpanFlags.Resent));
    }

    [Fact]
    public async Task A_span_that_is_in_a_batch_with_two_contents_keeps_the_last()
    {
        var result = await Store.Append(Some.Span(name: "first"), Some.Span(name: "second"));

        Assert.Equal(new AppendResult(Stored: 1, Duplicates: 0, Replaced: 1), result);
        Assert.Equal("second", (await Store.Summary(trace: 1)).Name);
        Assert.Equal(SpanFlags.Resent, Assert.Single(await Store.Spans(trace: 1)).Flags);
    }

    [Fact]
    public async Task A_span_that_is_sent_again_with_other_content_wins_and_is_flagged()
    {
        await Store.Append(Some.Chat(id: 1, input: 10), Some.Chat(id: 2, parent: 9, start: 1, input: 7));

        var changed = Some.Chat(id: 1, input: 1_000) with { Name = "changed", Status = 2, User = "u2" };
        var result = await Store.Append(changed);

        Assert.Equal(new AppendResult(Stored: 0, Duplicates: 0, Replaced: 1), result);
        var summary = await Store.Summary(trace: 1);
        Assert.Equal(("changed", 2, 1_007, 1, "u2"), (summary.Name, summary.SpanCount, summary.InputTokens, summary.ErrorCount, summary.UserId));
        var span = Assert.IsType<StoredSpan>(await Store.Span(trace: 1, id: 1));
        Assert.Equal(SpanFlags.Resent, span.Record.Flags);
        Assert.True(changed.Message.Span.SequenceEqual(span.Message.Span));
        Assert.Equal(SpanFlags.None, (await Store.Span(trace: 1, id: 2))?.Record.Flags);
    }

    [Fact]
    public async Task A_retry_of_the_changed_span_is_a_duplicate_and_the_first_content_is_another_change()
    {
        var first = Some.Span(name: "first");
        var second = Some.Span(name: "second");
        await Store.Append(first);
        await Store.Append(second);

        Assert.Equal(new AppendResult(Stored: 0, Duplicates: 1, Replaced: 0), await Store.Append(second));
        Assert.Equal(new AppendResult(Stored: 0, Duplicates: 0, Replaced: 1), await Store.Append(first));
        Assert.Equal("first", (await Store.Summary(trace: 1)).Name);
    }

    [Fact]
    public async Task Another_resource_or_scope_around_the_same_message_is_other_content()
    {
        var span = Some.Span() with { Payload = "the same message"u8.ToArray() };
        await Store.Append(span);

        Assert.Equal(1, (await Store.Append(span with { Resource = new ResourceSpec("another service") })).Replaced);
        Assert.Equal(1, (await Store.Append(span with { Scope = "another scope" })).Replaced);
        Assert.Equal("another scope", Encoding.UTF8.GetString(Assert.Single(await Store.ReadAll(Some.TraceId(1))).ScopeEnvelope.Span));
    }

    [Fact]
    public async Task The_same_span_id_in_two_traces_is_two_spans()
    {
        var result = await Store.Append(Some.Span(trace: 1, id: 5), Some.Span(trace: 2, id: 5));

        Assert.Equal(2, result.Stored);
    }

    [Fact]
    public async Task A_late_span_joins_its_trace()
    {
        await Store.Append(Some.Span(id: 1, start: 10, seconds: 1));
        for (var trace = 2; trace < 20; trace++)
        {
            await Store.Append(Some.Span(trace, start: 20));
        }

        await Store.Append(Some.Span(id: 2, parent: 1, start: 5, seconds: 100));

        var summary = await Store.Summary(trace: 1);
        Assert.Equal((Some.Second(5), Some.Second(105), 2), (summary.StartUnixNano, summary.EndUnixNano, summary.SpanCount));
        Assert.Equal(Some.TraceId(1), (await Store.ListAll())[^1].TraceId);
    }

    [Fact]
    public async Task A_late_root_names_the_trace()
    {
        await Store.Append(Some.Span(id: 2, parent: 1, name: "child", start: 1));
        Assert.Equal(("child", false), await NameAndRoot());

        await Store.Append(Some.Span(id: 1, name: "root", start: 2));

        Assert.Equal(("root", true), await NameAndRoot());

        async Task<(string, bool)> NameAndRoot() => await Store.Summary(trace: 1) is var summary ? (summary.Name, summary.HasRoot) : default;
    }

    [Fact]
    public async Task Payloads_come_back_byte_for_byte()
    {
        var random = new Random(1);
        int[] sizes = [0, 1, 100, 4_096, 150_000, 1_000_000];
        List<SpanSpec> spans = [];
        foreach (var size in sizes)
        {
            var payload = new byte[size];
            random.NextBytes(payload);
            spans.Add(Some.Span(id: spans.Count + 1, start: spans.Count) with { Payload = payload });
        }

        await Store.Append(spans);

        foreach (var spec in spans)
        {
            var span = Assert.IsType<StoredSpan>(await Store.Span(trace: 1, id: spec.Id));
            Assert.True(spec.Message.Span.SequenceEqual(span.Message.Span), $"The payload of {spec.Message.Length} bytes came back different.");
            Assert.True(spec.Resource.Envelope.AsSpan().SequenceEqual(span.ResourceEnvelope.Span));
            Assert.Equal(spec.Scope, Encoding.UTF8.GetString(span.ScopeEnvelope.Span));
        }
    }

    [Fact]
    public async Task The_spans_of_a_trace_are_read_in_the_order_of_arrival()
    {
        await Store.Append(Some.Span(id: 3), Some.Span(trace: 2, id: 1), Some.Span(id: 1));
        await Store.Append(Some.Span(id: 2), Some.Span(id: 3), Some.Span(trace: 2, id: 2));
        await Store.Append(Some.Span(id: 1, name: "changed"), Some.Span(id: 4));

        var spans = await Store.ReadAll(Some.TraceId(1));

        Assert.Equal([Some.SpanId(3), Some.SpanId(2), Some.SpanId(1), Some.SpanId(4)], spans.Select(span => span.Record.SpanId));
        Expect.Same(await Store.Spans(trace: 1), spans.Select(span => span.Record));
    }

    [Fact]
    public async Task Times_that_do_not_fit_are_clamped_and_never_lose_the_span()
    {
        await Store.Append(
            Some.Span(id: 1) with { RawStart = ulong.MaxValue, RawEnd = 5 },
            Some.Span(id: 2) with { RawStart = 0, RawEnd = ulong.MaxValue },
            Some.Span(trace: 2) with { RawStart = 0, RawEnd = 0 });

        var spans = (await Store.Spans(trace: 1)).OrderBy(span => span.SpanId.Value).ToList();
        Assert.Equal((long.MaxValue, long.MaxValue), (spans[0].StartUnixNano, spans[0].EndUnixNano));
        Assert.Equal((0, long.MaxValue), (spans[1].StartUnixNano, spans[1].EndUnixNano));
        Assert.Equal(2, (await Store.ListAll(pageSize: 1)).Count);
    }

    [Fact]
    public async Task Texts_that_are_not_ordinary_come_back()
    {
        string[] texts = ["a\0b", "'; DROP TABLE spans; --", "日本語 🦜", "line\nbreak", "%_", new string('x', 5_000), " "];
        await Store.Append(texts.Select((text, at) => Some.Chat(trace: at, id: 1) with
        {
            Name = text,
            User = text,
            Conversation = text,
            RequestModel = text,
            ResponseModel = text,
            ToolCallId = text,
            Agent = text,
        }));

        for (var at = 0; at < texts.Length; at++)
        {
            var span = Assert.Single(await Store.Spans(at));
            Assert.Equal(texts[at], span.Name);
            Assert.Equal((texts[at], texts[at], texts[at], texts[at]), (span.UserId, span.ConversationId, span.ToolCallId, span.AgentName));
            var found = Assert.Single(await Store.ListAll(new TraceFilter { UserId = texts[at], ConversationId = texts[at] }));
            Assert.Equal(Some.TraceId(at), found.TraceId);
            Assert.Equal([texts[at]], found.Models);
        }
    }

    [Fact]
    public async Task A_batch_may_be_used_again_once_its_append_has_completed()
    {
        var batch = Some.Batch(Some.Span(id: 1, name: "first"));
        await Store.AppendAsync(Some.Tenant, batch, CancellationToken.None);
        Some.BatchOf([Some.Span(id: 2, name: "second")], batch);
        await Store.AppendAsync(Some.Tenant, batch, CancellationToken.None);

        var spans = await Store.ReadAll(Some.TraceId(1));

        Assert.Equal(["first", "second"], spans.Select(span => span.Record.Name));
        Assert.True(Some.Span(id: 1, name: "first").Message.Span.SequenceEqual(spans[0].Message.Span));
    }
}
