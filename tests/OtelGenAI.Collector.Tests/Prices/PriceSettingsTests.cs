using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using OtelGenAI.Collector.Commands;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Prices;
using OtelGenAI.Conventions;
using OtelGenAI.EndToEnd.Tests;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.InMemory;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Tests.Prices;

/// <summary>A user's own prices: by file, by tenant, while the program runs, and for what was stored before.</summary>
public sealed class PriceSettingsTests : IDisposable
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private readonly TempFolder _folder = new();

    private string Own => Path.Combine(_folder.Path, "prices.json");

    [Fact]
    public void A_tenants_file_is_asked_before_the_one_for_everybody_and_that_before_the_table()
    {
        File.WriteAllText(Own, Row("openai", "gpt-4o", 7));
        var acme = Path.Combine(_folder.Path, "acme.json");
        File.WriteAllText(acme, Row("openai", "gpt-4o-mini", 9));
        var prices = Configured(("Prices:File", Own), ("Tenants:acme:Prices:File", acme));

        Assert.Equal((7m, 0.15m, 2m), (Input(prices, "default", "gpt-4o"), Input(prices, "default", "gpt-4o-mini"), Input(prices, "default", "o3")));
        Assert.Equal((7m, 9m, 2m), (Input(prices, "acme", "gpt-4o"), Input(prices, "acme", "gpt-4o-mini"), Input(prices, "acme", "o3")));
        Assert.NotEqual(prices.Of(new TenantId("acme")).Version, prices.Of(TenantId.Default).Version);
        Assert.Same(prices.Of(TenantId.Default), prices.Of(new TenantId("other")));
    }

    [Fact]
    public void A_changed_file_is_read_again_and_one_that_is_wrong_changes_nothing()
    {
        File.WriteAllText(Own, Row("openai", "gpt-4o", 7));
        var prices = Configured(("Prices:File", Own));
        Assert.Equal(7m, Input(prices, "default", "gpt-4o"));

        Write(Own, Row("openai", "gpt-4o", 8.5m), age: 1);
        Assert.Equal(8.5m, Input(prices, "default", "gpt-4o"));
        Write(Own, "{\"prices\": [{", age: 2);
        Assert.Equal(8.5m, Input(prices, "default", "gpt-4o"));
        File.Delete(Own);
        Assert.Equal(8.5m, Input(prices, "default", "gpt-4o"));
    }

    [Fact]
    public void A_file_that_is_wrong_at_the_start_refuses_it_with_its_line()
    {
        File.WriteAllText(Own, "{\n\"prices\": [\n{\"provider\": \"p\", \"input\": 1}]}");

        Assert.Equal(
            $"Prices:File: {Own}:3: the row has no match: the names of its models.",
            Assert.Throws<StartupException>(() => Configured(("Prices:File", Own))).Message);
        Assert.Contains("cannot be read", Assert.Throws<StartupException>(() => Configured(("Tenants:a:Prices:File", Own + "x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Which_cost_wins_is_a_setting_that_tenants_inherit()
    {
        var prices = Configured(("Prices:Cost", "reported-if-unpriced"), ("Tenants:acme:Prices:Cost", "reported"), ("Tenants:other:Prices:File", ""));

        Assert.Equal(
            [CostRule.ReportedIfUnpriced, CostRule.Reported, CostRule.ReportedIfUnpriced],
            new[] { "default", "acme", "other" }.Select(name => prices.Of(new TenantId(name)).Rule));
        Assert.Equal(
            "Prices:Cost 'cheapest' is none of computed, reported, reported-if-unpriced.",
            Assert.Throws<StartupException>(() => Configured(("Prices:Cost", "cheapest"))).Message);
    }

    [Fact]
    public async Task A_row_pasted_from_the_list_of_unpriced_models_prices_what_is_stored()
    {
        File.WriteAllText(Own, """{"prices": []}""");
        (string, string)[] settings = [("Prices:File", Own)];
        await using var collector = await TestCollector.StartAsync(new InMemoryTraceStore(Configured(settings)), settings: settings);
        await SendAsync(collector, "our-host", "gpt-4o", inputTokens: 1_000_000);
        var (_, before) = await collector.GetAsync("/api/v1/unpriced");
        var item = Assert.Single(before["items"]!.AsArray())!;
        Assert.Equal(
            ("our-host", "gpt-4o", "no_price", 1, 1_000_000),
            ((string?)item["provider"], (string?)item["model"], (string?)item["reason"], (int)item["calls"]!, (int)item["inputTokens"]!));
        Assert.Equal(TraceId, (string?)item["example"]!["traceId"]);

        Write(Own, $$"""{"prices": [{{item["row"]!.ToJsonString()}}]}""", age: 1);
        var dry = await PutAsync(collector, "/api/v1/reprice?dryRun=true");
        var done = await PutAsync(collector, "/api/v1/reprice");
        var again = await PutAsync(collector, "/api/v1/reprice");

        // As OpenAI charges for it: 2.50 per million.
        Assert.Equal((1, 0m, 2.5m, 1, 0), Figures(dry));
        Assert.Equal((1, 0m, 2.5m, 1, 0), Figures(done));
        Assert.Equal((0, 2.5m, 2.5m, 0, 0), Figures(again));
        Assert.Equal("[]", (await collector.GetAsync("/api/v1/unpriced")).Body["items"]!.ToJsonString());
        var (_, list) = await collector.GetAsync("/api/v1/traces");
        Assert.Equal(2.5, (double)list["items"]![0]!["costUsd"]!);
        var (_, span) = await collector.GetAsync($"/api/v1/traces/{TraceId}/spans/00f067aa0ba902b7");
        Assert.Contains($"our-host gpt-4o in {Own}:1", (string?)Line(span, "costUsd")["because"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_nobody_has_a_price_for_gets_a_row_that_has_to_be_filled_in()
    {
        await using var collector = await TestCollector.StartAsync();
        await SendAsync(collector, "our-host", "our-model", inputTokens: 10);

        var row = (await collector.GetAsync("/api/v1/unpriced")).Body["items"]![0]!["row"]!.ToJsonString();

        Assert.Equal("""{"provider":"our-host","match":["our-model"],"input":null,"output":null}""", row);
        File.WriteAllText(Own, $$"""{"prices": [{{row}}]}""");
        Assert.Contains("expected a number for 'input'", Assert.Throws<StartupException>(() => Configured(("Prices:File", Own))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unpriced_calls_are_counted_over_the_whole_range_of_time()
    {
        await using var collector = await TestCollector.StartAsync();
        for (var i = 0; i < 1_050; i++)
        {
            await SendAsync(collector, "our-host", i % 2 == 0 ? "a" : "b", inputTokens: 2, trace: $"{i + 1:x32}", startSeconds: i + 1);
        }

        var (_, all) = await collector.GetAsync("/api/v1/unpriced");
        var (_, some) = await collector.GetAsync("/api/v1/unpriced?from=1970-01-01T00:00:01Z&to=1970-01-01T00:00:04Z");

        Assert.Equal((525, 525, 1_050), ((int)all["items"]![0]!["calls"]!, (int)all["items"]![1]!["calls"]!, (int)all["traces"]!));
        Assert.Null(all["next"]);
        Assert.Equal((2, 1), ((int)some["items"]![0]!["calls"]!, (int)some["items"]![1]!["calls"]!));
    }

    [Fact]
    public async Task The_service_tier_and_the_reported_cost_are_shown_beside_the_computed_one()
    {
        await using var collector = await TestCollector.StartAsync();
        await SendAsync(
            collector, "openai", "gpt-4o", inputTokens: 1_000_000,
            more: [(OpenAIAttributes.ResponseServiceTier, new JsonObject { ["stringValue"] = "batch" }), ("gen_ai.usage.cost", new JsonObject { ["doubleValue"] = 9.5 })]);

        var (_, trace) = await collector.GetAsync($"/api/v1/traces/{TraceId}");
        var (_, span) = await collector.GetAsync($"/api/v1/traces/{TraceId}/spans/00f067aa0ba902b7");

        Assert.Equal((1.25, 9.5), ((double)trace["spans"]![0]!["costUsd"]!, (double)trace["spans"]![0]!["reportedCostUsd"]!));
        Assert.Equal("service tier batch: 0.5 times the standard price", (string?)Line(span, "costUsd.serviceTier")["because"]);
        Assert.StartsWith("0.5 × ((1000000 input × $2.5) per million)", (string?)Line(span, "costUsd")["because"], StringComparison.Ordinal);
        Assert.Equal("9.5", (string?)Line(span, "costUsd.reported")["value"]);
    }

    [Fact]
    public async Task Attributes_that_nobody_understands_are_listed_by_service()
    {
        await using var collector = await TestCollector.StartAsync(new InMemoryTraceStore(format: new OtlpMessageFormat()));
        await SendAsync(collector, "openai", "gpt-4o", inputTokens: 1, more: [("acme.shelf", new JsonObject { ["stringValue"] = "7" })]);
        await SendAsync(collector, "openai", "gpt-4o", inputTokens: 1, trace: $"{2:x32}", more: [("acme.shelf", new JsonObject { ["intValue"] = "7" })]);

        var (_, body) = await collector.GetAsync("/api/v1/unmapped");

        var item = Assert.Single(body["items"]!.AsArray())!;
        Assert.Equal((null, "acme.shelf", "span", 2), ((string?)item["service"], (string?)item["attribute"], (string?)item["source"], (int)item["spans"]!));
        Assert.Equal("""["string","int"]""", item["types"]!.ToJsonString());
        var (_, found) = await collector.GetAsync($"/api/v1/traces?q={Uri.EscapeDataString((string)item["query"]!)}");
        Assert.Equal(2, found["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Only_an_administrator_prices_anew()
    {
        using var keys = new Keys.KeyFolder();
        var reader = keys.Add("--scope", "read");
        var admin = keys.Add("--scope", "admin");
        await using var collector = await keys.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(collector, reader));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(collector, admin));
    }

    [Fact]
    public async Task The_command_prices_a_data_folder_that_nobody_uses_and_says_so_of_one_that_is_in_use()
    {
        File.WriteAllText(Own, """{"prices": []}""");
        var data = Path.Combine(_folder.Path, "data");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grpc"] = "127.0.0.1:0",
            ["OtlpHttp"] = "127.0.0.1:0",
            ["Http"] = "127.0.0.1:0",
            ["Data"] = data,
        }).Build();
        await using (var host = await CollectorHost.OpenAsync(configuration, CancellationToken.None))
        {
            await host.StartAsync(CancellationToken.None);
            using var client = new HttpClient { BaseAddress = host.AddressOf(ListenerRole.OtlpHttp) };
            using var content = new StringContent(Request("our-host", "gpt-4o", 1_000_000), Encoding.UTF8, "application/json");
            using var posted = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
            Assert.True(posted.IsSuccessStatusCode);

            var (inUse, _, why) = await Task.Run(() => Run("--data", data));
            Assert.Equal((1, true), (inUse, why.Contains("--url", StringComparison.Ordinal)));
            var (asked, answer, problem) = await Task.Run(() => Run("--url", host.AddressOf(ListenerRole.Http).ToString(), "--dry-run"));
            Assert.True(asked == 0, problem);
            Assert.Contains("0 of 1 traces would cost something else", answer, StringComparison.Ordinal);
        }

        var config = Path.Combine(_folder.Path, "config.json");
        File.WriteAllText(config, new JsonObject { ["Data"] = data, ["Prices"] = new JsonObject { ["File"] = Own } }.ToJsonString());
        Write(Own, Row("our-host", "gpt-4o", 3), age: 1);
        var (exitCode, output, error) = await Task.Run(() => Run("--config", config));

        Assert.True(exitCode == 0, error);
        Assert.StartsWith(
            "tenant default: 1 of 1 traces cost something else, $0 before and $3 after; calls without a price: 1 before and 0 after.", output, StringComparison.Ordinal);
        Assert.Contains("'nobody' has no data here", (await Task.Run(() => Run("--config", config, "--tenant", "nobody"))).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static ConfiguredPrices Configured(params (string Key, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build(),
        NullLogger<ConfiguredPrices>.Instance);

    private static decimal? Input(ConfiguredPrices prices, string tenant, string model) => prices.Of(new TenantId(tenant)).CostOf(
        new PricedCall("openai", model, RequestModel: null, new TokenUsage(1, 0, null, null, null), 1_794_700_800_000_000_000))?.Row?.Input;

    private static string Row(string provider, string model, decimal input) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"prices": [{"provider": "{{provider}}", "match": ["{{model}}"], "input": {{input}}, "output": 0}]}""");

    // File times may be coarser than two writes of a test.
    private static void Write(string path, string content, int age)
    {
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 11, 20, 0, 0, age, DateTimeKind.Utc));
    }

    private static (int Changed, decimal Before, decimal After, int UnpricedBefore, int UnpricedAfter) Figures(JsonNode done) => (
        (int)done["changed"]!, (decimal)done["costUsdBefore"]!, (decimal)done["costUsdAfter"]!, (int)done["unpricedCallsBefore"]!, (int)done["unpricedCallsAfter"]!);

    private static JsonNode Line(JsonNode span, string field) => span["explain"]!.AsArray().Single(line => (string?)line!["field"] == field)!;

    private static async Task<JsonNode> PutAsync(TestCollector collector, string path)
    {
        using var answer = await collector.Api.PutAsync(new Uri(path, UriKind.Relative), content: null);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task<HttpStatusCode> StatusAsync(TestCollector collector, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/api/v1/reprice", UriKind.Relative));
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await collector.Api.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task SendAsync(
        TestCollector collector, string provider, string model, long inputTokens, string trace = TraceId, long startSeconds = 1_794_700_800,
        params (string Key, JsonNode Value)[] more)
    {
        using var posted = await collector.PostAsync(Encoding.UTF8.GetBytes(Request(provider, model, inputTokens, trace, startSeconds, more)), "application/json");
        Assert.True(posted.IsSuccessStatusCode);
    }

    private static string Request(
        string provider, string model, long inputTokens, string trace = TraceId, long startSeconds = 1_794_700_800, params (string Key, JsonNode Value)[] more)
    {
        (string Key, JsonNode Value)[] attributes =
        [
            (GenAIAttributes.OperationName, new JsonObject { ["stringValue"] = GenAIOperationNameValues.Chat }),
            (GenAIAttributes.ProviderName, new JsonObject { ["stringValue"] = provider }),
            (GenAIAttributes.ResponseModel, new JsonObject { ["stringValue"] = model }),
            (GenAIAttributes.UsageInputTokens, new JsonObject { ["intValue"] = inputTokens.ToString(CultureInfo.InvariantCulture) }),
            .. more,
        ];
        var span = new JsonObject
        {
            ["traceId"] = trace,
            ["spanId"] = "00f067aa0ba902b7",
            ["name"] = "chat",
            ["kind"] = 3,
            ["startTimeUnixNano"] = $"{startSeconds}000000000",
            ["endTimeUnixNano"] = $"{startSeconds}500000000",
            ["attributes"] = new JsonArray([.. attributes.Select(attribute => new JsonObject { ["key"] = attribute.Key, ["value"] = attribute.Value })]),
        };
        return new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject { ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray(span) }) }),
        }.ToJsonString();
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exitCode = CollectorCommands.Root().Parse(["reprice", .. arguments]).Invoke(new() { Output = output, Error = error });
        return (exitCode, output.ToString().Trim(), error.ToString().Trim());
    }
}
