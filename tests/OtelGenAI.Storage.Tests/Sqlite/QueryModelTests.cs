using System.Globalization;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.InMemory;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Random queries over random traces have the answers that the in-memory store gives, which knows no index and no SQL.</summary>
public sealed class QueryModelTests
{
    private const int Queries = 150;

    private static readonly string[] SpanConditions =
    [
        "kind:tool", "kind:llm", "kind:(agent,span)", "kind:*", "model:m1", "model:M*", "requested_model:m2", "tool:t1", "tool:T2", "tool:t*", "tool:nobody", "tool:*",
        "provider:openai", "operation:chat", "error:true", "error:false", "error.type:e1", "duration>1s", "duration<=1s", "tokens>12", "tokens.input:0..3", "tokens.output>=2",
        "start>2026-01-02T00:00:05Z", "name:step*", "span:*chat*", "service:s1", "session:c1", "user:u2", "root:true", "attr.app.zone:z1", "attr.app.size>4", "status:error",
        "cost>0", "agent:*", "finish_reason:stop", "\"alpha beta\"", "gamma", "alph*", "resource[\"service.name\"]:s0",
    ];

    private static readonly string[] TraceConditions =
        [.. SpanConditions, "spans>3", "errors:1", "calls<2", "pinned:true", "unpriced>0", "tag:t1", "trace:4bf92f35*", "count(kind:tool)>1", "count(error:true):0", "count(tokens>3)<2"];

    private static readonly string[] Relations = ["has", "child", "descendant", "parent", "ancestor", "followed_by", "preceded_by"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_plan_of_a_query_leaves_no_trace_out_and_lets_none_in(int seed)
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        var random = new Random(seed);
        await using var model = new InMemoryTraceStore(format: new OtlpMessageFormat());
        await using var store = await SqliteTraceStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = folder.Path, MessageFormat = new OtlpMessageFormat(), IndexText = true, MaxIdleReaders = 2 }, clock);
        var found = 0;
        var text = "";
        try
        {
            for (var step = 0; step < Queries; step++)
            {
                if (step % 15 == 0)
                {
                    var specs = Enumerable.Range(0, random.Next(1, 25)).Select(_ => RandomSpec(random)).ToList();
                    await OtlpSpec.AppendAsync(model, specs);
                    await OtlpSpec.AppendAsync(store, specs);
                    if (random.Next(3) > 0)
                    {
                        store.IndexText(Some.Tenant, CancellationToken.None);
                    }

                    clock.Advance(TimeSpan.FromHours(random.Next(30)));
                    var pinned = Some.TraceId(random.Next(14));
                    await model.PinAsync(Some.Tenant, pinned, CancellationToken.None);
                    await store.PinAsync(Some.Tenant, pinned, CancellationToken.None);
                }

                text = RandomQuery(random, TraceConditions, depth: 3);
                var query = TraceQuery.Parse(text, DateTimeOffset.UnixEpoch, out var problem) ?? throw new InvalidOperationException(problem!.Message);
                var filter = new TraceFilter
                {
                    Query = query,
                    Order = random.Next(4) == 0 ? TraceOrder.CostliestFirst : TraceOrder.NewestFirst,
                    StartFromUnixNano = random.Next(5) == 0 ? Some.Second(random.Next(10)) : null,
                    IsPinned = random.Next(8) == 0 ? true : null,
                };
                var expected = await model.ListAll(filter);
                found += expected.Count;

                Expect.Same(expected, await store.ListAll(filter, pageSize: random.Next(1, 8)));
            }
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, query {text}: {failure.Message}"), failure);
        }

        // Queries that find nothing would prove nothing.
        Assert.InRange(found, Queries, Queries * 13);
    }

    private static string RandomQuery(Random random, string[] conditions, int depth)
    {
        var shape = depth == 0 ? 0 : random.Next(8);
        return shape switch
        {
            < 3 => conditions[random.Next(conditions.Length)],
            3 => $"{RandomQuery(random, conditions, depth - 1)} {RandomQuery(random, conditions, depth - 1)}",
            4 => $"({RandomQuery(random, conditions, depth - 1)} or {RandomQuery(random, conditions, depth - 1)})",
            5 => $"not ({RandomQuery(random, conditions, depth - 1)})",
            6 => $"{Relations[random.Next(Relations.Length)]}({RandomQuery(random, SpanConditions, depth - 1)})",
            _ => $"has({RandomQuery(random, SpanConditions, depth - 1)} {Relations[random.Next(Relations.Length)]}(same(tool) or {RandomQuery(random, SpanConditions, depth - 1)}))",
        };
    }

    private static OtlpSpec RandomSpec(Random random)
    {
        var spec = random.Next(4) switch
        {
            0 => OtlpSpec.Tool(random.Next(14), random.Next(1, 8), $"t{random.Next(3)}"),
            1 => new OtlpSpec { Trace = random.Next(14), Id = random.Next(1, 8), Name = $"step{random.Next(3)}" },
            2 => new OtlpSpec { Trace = random.Next(14), Id = random.Next(1, 8), Name = "plan", Attributes = [(GenAIAttributes.OperationName, "invoke_agent"), (GenAIAttributes.AgentName, "planner")] },
            _ => OtlpSpec.Chat(random.Next(14), random.Next(1, 8), model: random.Next(2) == 0 ? "gpt-4o" : $"m{random.Next(3)}", input: random.Next(20), output: random.Next(4)),
        };
        spec = spec with
        {
            Parent = random.Next(8),
            Start = random.Next(12),
            Seconds = random.Next(4),
            Service = $"s{random.Next(3)}",
            Failure = random.Next(6) == 0 ? "gamma rays" : null,
            Body = random.Next(6) == 0 ? "alpha, beta" : null,
        };
        (string Key, object Value)[] more =
        [
            ("app.zone", $"z{random.Next(3)}"), ("app.size", random.Next(10)), ("text", "[\"alpha\\nbeta\"]"), (ErrorAttributes.Type, $"e{random.Next(3)}"),
            (GenAIAttributes.ConversationId, $"c{random.Next(3)}"), (UserAttributes.Id, $"u{random.Next(3)}"), ("tag.tags", new[] { $"t{random.Next(3)}" }),
        ];
        return more.Where(_ => random.Next(3) == 0).Aggregate(spec, (one, entry) => one.With(entry.Key, entry.Value));
    }
}
