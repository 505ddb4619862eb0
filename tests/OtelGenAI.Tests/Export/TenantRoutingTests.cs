using System.Collections.Concurrent;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Demo;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Export;

/// <summary>Tenants with receivers of their own, over real connections.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class TenantRoutingTests
{
    [Fact]
    public async Task Spans_of_tenants_that_work_at_the_same_time_reach_their_own_receiver_with_its_key_and_no_other()
    {
        await using var red = await OtlpSink.StartAsync();
        await using var blue = await OtlpSink.StartAsync();
        await using var own = await OtlpSink.StartAsync();
        await using var model = await FakeProvider.StartAsync();
        using (var tracing = Start(
            tenant => tenant switch
            {
                "red" => Destination(red, "key-red, with=signs"),
                "blue" => Destination(blue, "key-blue"),
                "broken" => throw new InvalidOperationException(),
                _ => null,
            },
            options => options.Default = Destination(own, "key-own")))
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 120), async (i, _) =>
            {
                string[] tenants = ["red", "blue", "nobody", "broken"];
                using var request = Telemetry.App.StartActivity("request");
                using (GenAI.BeginContext(tenant: tenants[i % 4], userId: $"user of {tenants[i % 4]}"))
                using (GenAI.StartAgent($"agent of {tenants[i % 4]}"))
                {
                    await Some.ChatClient(model).CompleteChatAsync(Some.Question);
                }
            });
            Assert.True(tracing.ForceFlush());
        }

        // An agent, a chat and, by the span around it, its HTTP request each.
        AssertOnly(red, "red", "key-red, with=signs");
        AssertOnly(blue, "blue", "key-blue");
        Assert.Equal(["request"], own.Spans.Select(static span => span.Name).Distinct());
        Assert.Equal(120, own.Spans.Count);
        Assert.All(own.Requests, static request => Assert.Equal("key-own", request.Headers["x-api-key"]));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_and_a_resolver_that_hangs_delay_nobody_else()
    {
        await using var red = await OtlpSink.StartAsync();
        using var mayResolve = new ManualResetEventSlim();
        using var tracing = Start(tenant =>
        {
            if (tenant == "slow")
            {
                mayResolve.Wait();
            }

            return tenant == "red" ? Destination(red, "k") : new GenAITenantDestination(new Uri("http://127.0.0.1:1"));
        });

        Record("slow");
        Record("dead");
        Record("red");
        var flushing = Task.Run(() => tracing.ForceFlush());
        await EventuallyAsync(() => red.Spans.Count == 1);

        Assert.False(flushing.IsCompleted);
        mayResolve.Set();
        await flushing;
    }

    [Fact]
    public async Task A_new_key_is_taken_when_the_old_one_has_been_believed_for_long_enough()
    {
        await using var red = await OtlpSink.StartAsync();
        var clock = new LaterClock();
        var key = "old";
        using var tracing = Start(_ => Destination(red, key), options => options.Clock = clock);

        Record("red");
        tracing.ForceFlush();
        key = "new";
        Record("red");
        tracing.ForceFlush();
        clock.Later = TimeSpan.FromMinutes(6);
        Record("red");
        tracing.ForceFlush();

        Assert.Equal(["old", "old", "new"], red.Requests.Select(static request => (string?)request.Headers["x-api-key"]));
    }

    [Fact]
    public async Task Above_the_limit_the_longest_idle_is_flushed_and_closed_and_nothing_is_lost()
    {
        await using var sink = await OtlpSink.StartAsync();
        var resolved = new ConcurrentQueue<string>();
        using (var tracing = Start(
            tenant =>
            {
                resolved.Enqueue(tenant);
                return Destination(sink, tenant);
            },
            options => options.MaxTenants = 2))
        {
            foreach (var tenant in (string[])["a", "b", "a", "c", "a", "b"])
            {
                Record(tenant);
            }

            tracing.ForceFlush();
        }

        Assert.Equal(["a", "a", "a", "b", "b", "c"], sink.Spans.Select(static span => (string)span.Attributes[OtelGenAIAttributes.Tenant]).Order());
        Assert.Equal(["a", "b", "b", "c"], resolved.Order());
    }

    [Fact]
    public void A_destination_never_tells_its_key()
    {
        var destination = new GenAITenantDestination(new Uri("https://t.example/otlp?token=abc"), new Dictionary<string, string> { ["x-api-key"] = "secret" });

        Assert.Equal("https://t.example/otlp", destination.ToString());
        Assert.Throws<ArgumentException>(() => Start(resolve: null!));
    }

    private static TracerProvider Start(Func<string, GenAITenantDestination?> resolve, Action<GenAITenantExportOptions>? configure = null) => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(static resource => resource.AddService("shared-service"))
        .AddSource(Telemetry.App.Name, "System.Net.Http")
        .AddGenAIInstrumentation()
        .AddGenAITenantExporter(options =>
        {
            options.Resolve = resolve;
            configure?.Invoke(options);
        })
        .Build();

    private static GenAITenantDestination Destination(OtlpSink sink, string key) => new(new Uri(sink.Address), new Dictionary<string, string> { ["x-api-key"] = key });

    private static void Record(string tenant)
    {
        using (GenAI.BeginContext(tenant: tenant))
        {
            GenAI.StartTool("search").Dispose();
        }
    }

    private static void AssertOnly(OtlpSink sink, string tenant, string key)
    {
        Assert.Equal(90, sink.Spans.Count);
        Assert.Equal(30, sink.Spans.Count(static span => span.Scope == "System.Net.Http"));
        Assert.All(sink.Spans, span =>
        {
            Assert.Equal("shared-service", span.Service);
            Assert.Equal(span.Scope == "System.Net.Http" ? "" : tenant, span.Attributes.GetValueOrDefault(OtelGenAIAttributes.Tenant, ""));
            Assert.DoesNotContain(span.Attributes.Values, value => value is string text && text.StartsWith("user of", StringComparison.Ordinal) && text != $"user of {tenant}");
        });
        Assert.All(sink.Requests, request => Assert.Equal(key, request.Headers["x-api-key"]));
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var left = 2000; !condition(); left--)
        {
            Assert.True(left > 0);
            await Task.Delay(10);
        }
    }

    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Later.TotalSeconds * TimestampFrequency);
    }
}
