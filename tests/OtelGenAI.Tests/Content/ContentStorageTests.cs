using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Content;

/// <summary>Large content goes elsewhere and leaves a URI.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ContentStorageTests
{
    private readonly ConcurrentQueue<GenAIStoredContent> _stored = new();

    [Fact]
    public void Large_parts_are_stored_redacted_and_small_ones_stay()
    {
        using var telemetry = With(Keep);
        var image = Convert.ToBase64String(new byte[300]);

        using (var chat = GenAI.StartChat("openai", "gpt-x"))
        {
            chat.SetInput([new GenAIMessage("user", [new GenAIPart.Text("small"), new GenAIPart.Text("me@example.com " + new string('a', 200)), new GenAIPart.Blob("image", "image/png", image)])]);
        }

        Assert.Equal(
            """[{"role":"user","parts":[{"type":"text","content":"small"},{"type":"uri","modality":"text","uri":"https://bucket.example/0"},{"type":"uri","modality":"image","uri":"https://bucket.example/1"}]}]""",
            telemetry.OwnSpan.Tag(GenAIAttributes.InputMessages));
        Assert.Equal(["text/plain", "image/png"], _stored.Select(static content => content.MimeType));
        Assert.Equal("[email] " + new string('a', 200), Encoding.UTF8.GetString(_stored.First().Bytes.Span));
        Assert.Equal(300, _stored.Last().Bytes.Length);
    }

    [Fact]
    public async Task Tools_and_calls_seen_on_the_wire_store_what_is_large_too()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = With(Keep);
        using var client = new HttpClient { BaseAddress = provider.Address };
        using var request = new StringContent($$"""{"model":"gpt-x","messages":[{"role":"user","content":"{{new string('b', 500)}}"}]}""");

        (await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), request)).Dispose();
        using (var tool = GenAI.StartTool("search"))
        {
            tool.SetArguments($$"""{"q":"{{new string('c', 200)}}"}""");
            tool.SetResult("small");
        }

        Assert.Contains("https://bucket.example/0", (string)telemetry.Of(GenAI.SourceName)[0].Tag(GenAIAttributes.InputMessages)!, StringComparison.Ordinal);
        Assert.Equal("""{"uri":"https://bucket.example/1"}""", telemetry.Of(GenAI.SourceName)[1].Tag(GenAIAttributes.ToolCallArguments));
        Assert.Equal("small", telemetry.Of(GenAI.SourceName)[1].Tag(GenAIAttributes.ToolCallResult));
        Assert.Equal([GenAIContentKinds.User, GenAIContentKinds.ToolArguments], _stored.Select(static content => content.Kind));
    }

    [Fact]
    public void A_store_that_fails_leaves_the_content_where_it_was_and_the_event_source_says_so()
    {
        using var failures = new Failures();
        using var telemetry = With(static _ => throw new IOException("secret"));

        using (var tool = GenAI.StartTool("search"))
        {
            tool.SetResult(new string('d', 200));
        }

        Assert.Equal(new string('d', 200), telemetry.OwnSpan.Tag(GenAIAttributes.ToolCallResult));
        Assert.Equal(["StoreContent System.IO.IOException"], failures.Written);
        Assert.Contains("StoreContent: System.IO.IOException", GenAI.Explain(), StringComparison.Ordinal);
    }

    private Uri Keep(GenAIStoredContent content)
    {
        var uri = new Uri($"https://bucket.example/{_stored.Count}");
        _stored.Enqueue(content);
        return uri;
    }

    private static Telemetry With(Func<GenAIStoredContent, Uri?> store) => new(
        options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.RedactPii = GenAIPiiRules.Email;
            options.StoreContent = store;
            options.StoreContentOverBytes = 100;
        },
        withHttpSpans: false);

    private sealed class Failures : EventListener
    {
        public ConcurrentQueue<string> Written { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "OtelGenAI-Instrumentation")
            {
                EnableEvents(eventSource, EventLevel.Warning);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => Written.Enqueue(string.Join(' ', eventData.Payload!));
    }
}
