using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace OtelGenAI.Benchmarks.Instrumentation;

/// <summary>
/// Processor time of real requests to a real server of this process, with and without instrumentation by turns: a stream of 1,000 pieces read with OpenAI's
/// SDK, and a small request that is none of a model.
/// </summary>
internal static class HttpOverhead
{
    private const int Chunks = 1000;

    /// <summary>Measures and prints.</summary>
    /// <param name="part">What the names of the measurements contain that are wanted; empty for all.</param>
    public static async Task MeasureAsync(string part)
    {
        await using var app = await StartServerAsync();
        var address = new Uri(app.Urls.Single());
        using var client = new HttpClient { BaseAddress = address };
        var chat = ChatClient(address, "burst");
        var pacedChat = ChatClient(address, "paced");

        await CompareAsync(part, "1,000 chunks, as they come", rounds: 4, calls: 2, parenting: GenAIHttpParenting.Nested, () => ReadStreamAsync(pacedChat));
        await CompareAsync(part, "1,000 chunks, in a burst", rounds: 30, calls: 40, parenting: GenAIHttpParenting.Nested, () => ReadStreamAsync(chat));
        await CompareAsync(part, "other request, nested", rounds: 30, calls: 3000, parenting: GenAIHttpParenting.Nested, () => GetAsync(client));
        await CompareAsync(part, "other request, siblings", rounds: 30, calls: 3000, parenting: GenAIHttpParenting.Sibling, () => GetAsync(client));
    }

    private static ChatClient ChatClient(Uri address, string application) => new(
        "gpt-x",
        new ApiKeyCredential("key"),
        new OpenAIClientOptions { Endpoint = new Uri(address, "/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0), UserAgentApplicationId = application });

    private static async Task CompareAsync(string part, string name, int rounds, int calls, GenAIHttpParenting parenting, Func<Task> call)
    {
        if (!name.Contains(part, StringComparison.Ordinal))
        {
            return;
        }

        var without = new List<double>();
        var with = new List<double>();
        long bytesWithout = 0;
        long bytesWith = 0;
        await MicrosecondsAsync(calls, call);
        for (var round = 0; round < rounds; round++)
        {
            // Both have HTTP spans, as an application with tracing has them anyway; what is measured is ours alone.
            using (Provider(parenting: null))
            {
                var allocated = GC.GetTotalAllocatedBytes();
                without.Add(await MicrosecondsAsync(calls, call));
                bytesWithout += GC.GetTotalAllocatedBytes() - allocated;
            }

            using (Provider(parenting))
            {
                var allocated = GC.GetTotalAllocatedBytes();
                with.Add(await MicrosecondsAsync(calls, call));
                bytesWith += GC.GetTotalAllocatedBytes() - allocated;
            }
        }

        without.Sort();
        with.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-26} median {Median(without),9:F1} µs without, {Median(with),9:F1} with: {(Median(with) / Median(without) - 1) * 100,5:F1} %; best {without[0],9:F1} and {with[0],9:F1}: {(with[0] / without[0] - 1) * 100,5:F1} %; {bytesWithout / (rounds * calls)} B a call and {bytesWith / (rounds * calls)}"));
    }

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    private static TracerProvider Provider(GenAIHttpParenting? parenting)
    {
        var builder = Sdk.CreateTracerProviderBuilder().AddSource("System.Net.Http");
        return (parenting is { } chosen ? builder.AddGenAIInstrumentation(options => options.HttpParenting = chosen) : builder).Build();
    }

    private static async Task<double> MicrosecondsAsync(int calls, Func<Task> call)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < calls; i++)
        {
            await call();
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / calls;
    }

    private static async Task ReadStreamAsync(ChatClient chat)
    {
        await foreach (var update in chat.CompleteChatStreamingAsync("hi"))
        {
        }
    }

    private static async Task GetAsync(HttpClient client) => await client.GetByteArrayAsync(new Uri("/other", UriKind.Relative));

    private static async Task<WebApplication> StartServerAsync()
    {
        var chunk = Encoding.UTF8.GetBytes(
            """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-x","choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}


            """.ReplaceLineEndings("\n"));
        var end = Encoding.UTF8.GetBytes(
            """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]


            """.ReplaceLineEndings("\n"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/other", static () => "hello");
        app.MapPost("/v1/chat/completions", async (HttpContext context) =>
        {
            var isPaced = context.Request.Headers.UserAgent.ToString().Contains("paced", StringComparison.Ordinal);
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < Chunks; i++)
            {
                await context.Response.Body.WriteAsync(chunk);
                await context.Response.Body.FlushAsync();
                if (isPaced)
                {
                    // Models take their time: pieces come one by one, and each wakes its reader.
                    await Task.Delay(1);
                }
            }

            await context.Response.Body.WriteAsync(end);
        });
        await app.StartAsync();
        return app;
    }
}
