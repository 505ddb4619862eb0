using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using OpenTelemetry.Trace;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Http;

[Collection(ProcessWideCollection.Name)]
public sealed class ParentingTests
{
    [Fact]
    public async Task The_chat_is_the_parent_of_its_http_span_which_is_what_the_server_is_told()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        using (var root = Telemetry.App.StartActivity("root"))
        {
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
            Assert.Same(root, Activity.Current);
        }

        var chat = telemetry.OwnSpan;
        var http = Assert.Single(telemetry.Of("System.Net.Http"));
        Assert.Equal(Assert.Single(telemetry.Of("app")).SpanId, chat.ParentSpanId);
        Assert.Equal(chat.SpanId, http.ParentSpanId);
        Assert.Equal($"00-{http.TraceId}-{http.SpanId}-01", Assert.Single(provider.Seen).TraceParent);
    }

    [Fact]
    public async Task Without_a_caller_span_the_chat_is_the_root()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Equal(default, telemetry.OwnSpan.ParentSpanId);
        Assert.Equal(telemetry.OwnSpan.SpanId, Assert.Single(telemetry.Of("System.Net.Http")).ParentSpanId);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task Without_http_spans_the_chat_is_recorded_all_the_same()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(withHttpSpans: false);

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Equal(default, telemetry.OwnSpan.ParentSpanId);
        Assert.Single(telemetry.Spans);
    }

    [Fact]
    public async Task As_siblings_both_are_children_of_the_caller()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(options => options.HttpParenting = GenAIHttpParenting.Sibling);

        using (Telemetry.App.StartActivity("root"))
        {
            await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
            {
            }
        }

        var root = Assert.Single(telemetry.Of("app"));
        Assert.Equal(root.SpanId, telemetry.OwnSpan.ParentSpanId);
        Assert.Equal(root.SpanId, Assert.Single(telemetry.Of("System.Net.Http")).ParentSpanId);
    }

    [Fact]
    public async Task An_unsampled_chat_leaves_no_span_and_says_so_downstream()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(sampler: new ParentBasedSampler(new AlwaysOffSampler()));

        using (Telemetry.App.StartActivity("root"))
        {
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        }

        Assert.Empty(telemetry.Spans);
        Assert.EndsWith("-00", Assert.Single(provider.Seen).TraceParent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_who_listen_to_the_runtimes_events_of_requests_get_all_of_them()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var client = new HttpClient();
        using var before = new AllHttpEvents();
        using var telemetry = new Telemetry();
        using var after = new AllHttpEvents();

        // The first request is when our own listener gives up what it does not need.
        for (var i = 0; i < 2; i++)
        {
            await client.GetAsync(new Uri(provider.Address, $"/other/{i}"));
        }

        foreach (var listener in (AllHttpEvents[])[before, after])
        {
            Assert.Equal(2, listener.Names.Count(static name => name == "RequestStart"));
            Assert.Equal(2, listener.Names.Count(static name => name == "ResponseHeadersStop"));
            Assert.Equal(2, listener.Names.Count(static name => name == "RequestStop"));
        }

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
        Assert.Equal(telemetry.OwnSpan.SpanId, telemetry.Of("System.Net.Http")[^1].ParentSpanId);
    }

    [Fact]
    public async Task Two_providers_in_one_process_record_a_chat_once_each()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var first = new Telemetry();
        using var second = new Telemetry();

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Equal(first.OwnSpan.SpanId, second.OwnSpan.SpanId);
    }

    [Fact]
    public async Task After_the_last_provider_is_gone_nothing_is_watched_any_more()
    {
        await using var provider = await FakeProvider.StartAsync();
        var telemetry = new Telemetry();
        telemetry.Dispose();
        telemetry.Dispose();

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Empty(telemetry.Spans);
        Assert.Null(Assert.Single(provider.Seen).TraceParent);
    }

    private sealed class AllHttpEvents : EventListener
    {
        private ConcurrentQueue<string>? _names;

        public IReadOnlyCollection<string> Names => _names ?? [];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Net.Http")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        // The base constructor calls back before initialisers would have run.
        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            LazyInitializer.EnsureInitialized(ref _names, static () => new ConcurrentQueue<string>()).Enqueue(eventData.EventName!);
    }
}
