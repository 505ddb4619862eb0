using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>The API over real sockets, fed by OTLP/JSON.</summary>
public sealed class TraceApiTests : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    // An agent run as three services would report it: a summed-up agent, two calls, a tool with the server's side of it.
    private const string Run = """
        {"resourceSpans":[
          {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"agent"}},{"key":"deployment.environment.name","value":{"stringValue":"prod"}}]},
           "schemaUrl":"https://opentelemetry.io/schemas/1.41.0",
           "scopeSpans":[{"scope":{"name":"test.scope","version":"1.2"},"spans":[
            {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000a","name":"invoke_agent helper","kind":1,"startTimeUnixNano":"1000000000","endTimeUnixNano":"9000000000",
             "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}},{"key":"gen_ai.agent.name","value":{"stringValue":"helper"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"30"}},{"key":"gen_ai.conversation.id","value":{"stringValue":"conv-1"}}]},
            {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000b","parentSpanId":"000000000000000a","name":"chat gpt-x","kind":3,"startTimeUnixNano":"1500000000","endTimeUnixNano":"3000000000",
             "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.system","value":{"stringValue":"xai"}},{"key":"gen_ai.request.model","value":{"stringValue":"gpt-x"}},{"key":"gen_ai.usage.prompt_tokens","value":{"intValue":"10"}},{"key":"gen_ai.usage.output_tokens","value":{"intValue":"5"}},
               {"key":"gen_ai.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"<b>hi</b>\"}]}]"}},
               {"key":"gen_ai.output.messages","value":{"stringValue":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"look\",\"arguments\":\"{\\\"q\\\":1}\"}],\"finish_reason\":\"tool_call\"}]"}}],
             "events":[{"timeUnixNano":"1600000000","name":"first chunk","attributes":[{"key":"n","value":{"intValue":"1"}}]}],
             "links":[{"traceId":"1af7651916cd43dd8448eb211c80319c","spanId":"00000000000000ff"}]},
            {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000c","parentSpanId":"000000000000000a","name":"execute_tool look","kind":1,"startTimeUnixNano":"3000000000","endTimeUnixNano":"5000000000","status":{"code":2,"message":"it broke"},
             "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}},{"key":"gen_ai.tool.name","value":{"stringValue":"look"}},{"key":"gen_ai.tool.call.arguments","value":{"kvlistValue":{"values":[{"key":"q","value":{"intValue":"1"}}]}}},{"key":"error.type","value":{"stringValue":"timeout"}}]}]}]},
          {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"tools"}}]},
           "scopeSpans":[{"scope":{"name":"other.scope"},"spans":[
            {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"000000000000000d","parentSpanId":"000000000000000c","name":"tools/call look","kind":2,"startTimeUnixNano":"3200000000","endTimeUnixNano":"4000000000",
             "attributes":[{"key":"mcp.method.name","value":{"stringValue":"tools/call"}},{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}}]}]}]}]}
        """;

    private TestCollector _collector = null!;

    [Fact]
    public async Task The_list_shows_a_trace_in_one_line()
    {
        var (_, body) = await _collector.GetAsync("/api/v1/traces");

        var item = Assert.Single(body["items"]!.AsArray())!;
        Assert.Equal("invoke_agent helper", (string?)item["name"]);
        Assert.Equal((4, 1), ((int)item["spanCount"]!, (int)item["errorCount"]!));
        Assert.Equal((10, 5, 15), ((int)item["inputTokens"]!, (int)item["outputTokens"]!, (int)item["totalTokens"]!));
        Assert.Equal("""["agent","tools"]""", item["services"]!.ToJsonString());
        Assert.Equal("conv-1", (string?)item["sessionId"]);
        Assert.Equal("prod", (string?)item["environment"]);
        Assert.Null(item["costUsd"]);
        Assert.Equal(1, (int)item["unpricedCalls"]!);
        Assert.Equal("1970-01-01T00:00:01+00:00", (string?)item["startTime"]);
        Assert.Equal(8000, (double)item["durationMs"]!);
    }

    [Fact]
    public async Task A_model_without_a_price_is_listed_and_explained_as_unpriced()
    {
        var (_, unpriced) = await _collector.GetAsync("/api/v1/unpriced");
        var (_, span) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/spans/000000000000000b");

        var item = Assert.Single(unpriced["items"]!.AsArray())!;
        Assert.Equal(("x_ai", "gpt-x", 1), ((string?)item["provider"], (string?)item["model"], (int)item["calls"]!));
        Assert.Equal("unpriced", (string?)span["explain"]!.AsArray().Single(line => (string?)line!["field"] == "costUsd")!["value"]);
    }

    [Fact]
    public async Task A_call_with_a_price_says_how_its_cost_was_worked_out()
    {
        await PostAsync(Run.Replace(TraceId, "3af7651916cd43dd8448eb211c80319c", StringComparison.Ordinal)
            .Replace("gpt-x", "gpt-4o-mini", StringComparison.Ordinal).Replace("xai", "openai", StringComparison.Ordinal));

        var (_, trace) = await _collector.GetAsync("/api/v1/traces/3af7651916cd43dd8448eb211c80319c");
        var (_, span) = await _collector.GetAsync("/api/v1/traces/3af7651916cd43dd8448eb211c80319c/spans/000000000000000b");

        // 10 in at 0.15 and 5 out at 0.60 per million.
        Assert.Equal(0.0000045, (double)trace["summary"]!["costUsd"]!, 12);
        Assert.Equal(0, (int)trace["summary"]!["unpricedCalls"]!);
        Assert.StartsWith(
            "(10 input × $0.15 + 5 output × $0.6) per million",
            (string?)span["explain"]!.AsArray().Single(line => (string?)line!["field"] == "costUsd")!["because"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_has_the_cost_and_is_sorted_and_filtered_by_it()
    {
        foreach (var (id, model) in new[] { ("3af7651916cd43dd8448eb211c80319c", "gpt-4o-mini"), ("4af7651916cd43dd8448eb211c80319c", "gpt-4o") })
        {
            await PostAsync(Run.Replace(TraceId, id, StringComparison.Ordinal).Replace("gpt-x", model, StringComparison.Ordinal).Replace("xai", "openai", StringComparison.Ordinal));
        }

        var (_, all) = await _collector.GetAsync("/api/v1/traces?sort=cost&limit=2");
        var (_, rest) = await _collector.GetAsync($"/api/v1/traces?sort=cost&limit=2&cursor={all["next"]}");
        var (_, cheap) = await _collector.GetAsync("/api/v1/traces?minCost=0.000001&maxCost=0.00001");

        Assert.Equal(["4af7", "3af7"], all["items"]!.AsArray().Select(item => ((string?)item!["traceId"])![..4]));
        Assert.Equal([TraceId], rest["items"]!.AsArray().Select(item => (string?)item!["traceId"]));
        Assert.Equal(0.0000045, (double)Assert.Single(cheap["items"]!.AsArray())!["costUsd"]!, 12);
        Assert.NotEmpty((string)cheap["items"]![0]!["priceTable"]!);
    }

    [Theory]
    [InlineData("sort=price", "sort 'price' is not known")]
    [InlineData("minCost=much", "minCost 'much' is not an amount in USD")]
    public async Task A_list_by_something_else_is_refused(string query, string message)
    {
        var (status, body) = await _collector.GetAsync($"/api/v1/traces?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(message, (string?)body["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_totals_of_a_trace_say_which_calls_they_are_made_of_and_what_was_left_out()
    {
        await PostAsync(Run.Replace(TraceId, "4af7651916cd43dd8448eb211c80319c", StringComparison.Ordinal)
            .Replace("gpt-x", "gpt-4o-mini", StringComparison.Ordinal).Replace("xai", "openai", StringComparison.Ordinal));

        var (_, cost) = await _collector.GetAsync("/api/v1/traces/4af7651916cd43dd8448eb211c80319c/cost");

        Assert.Equal((0.0000045, 0.0000045, 0), ((double)cost["costUsd"]!, (double)cost["storedCostUsd"]!, (int)cost["unpricedCalls"]!));
        Assert.Equal((10, 5), ((int)cost["tokens"]!["input"]!, (int)cost["tokens"]!["output"]!));
        var call = Assert.Single(cost["calls"]!.AsArray())!;
        Assert.Equal(("000000000000000b", "gpt-4o-mini"), ((string?)call["spanId"], (string?)call["model"]));
        Assert.Contains("10 input × $0.15", (string?)call["explain"]![0]!["because"], StringComparison.Ordinal);
        var ignored = Assert.Single(cost["ignored"]!.AsArray())!;
        Assert.Equal(("000000000000000a", "agent", 30), ((string?)ignored["spanId"], (string?)ignored["kind"], (int)ignored["tokens"]!["input"]!));
        Assert.Contains("only model calls are added up", (string?)ignored["because"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_trace_is_gone()
    {
        using var deleted = await _collector.Api.DeleteAsync(new Uri($"/api/v1/traces/{TraceId}", UriKind.Relative));
        using var again = await _collector.Api.DeleteAsync(new Uri($"/api/v1/traces/{TraceId}", UriKind.Relative));
        using var nobody = await _collector.Api.DeleteAsync(new Uri("/api/v1/users/nobody/data", UriKind.Relative));

        Assert.Equal("""{"traces":1,"spans":4,"logs":0,"exemplars":0,"dataPoints":0}""", await deleted.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal("""{"traces":0,"spans":0,"logs":0,"exemplars":0,"dataPoints":0}""", await nobody.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await _collector.GetAsync($"/api/v1/traces/{TraceId}")).Status);
    }

    [Fact]
    public async Task A_trace_is_a_tree_across_services_in_depth_first_order()
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}");

        var shape = body["spans"]!.AsArray().Select(span => $"{span!["depth"]} {span["kind"]} {span["service"]} {span["name"]}");
        Assert.Equal(
            ["0 agent agent invoke_agent helper", "1 llm agent chat gpt-x", "1 tool agent execute_tool look", "2 mcp tools tools/call look"], shape);
    }

    [Fact]
    public async Task Every_step_says_what_it_and_everything_below_it_took()
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}");

        var (agent, chat, tool) = (body["spans"]![0]!, body["spans"]![1]!, body["spans"]![2]!);
        Assert.Equal((4, 1, 1, 10), ((int)agent["subtree"]!["spans"]!, (int)agent["subtree"]!["calls"]!, (int)agent["subtree"]!["errors"]!, (int)agent["subtree"]!["inputTokens"]!));
        Assert.Equal((8000 - 1500 - 2000, 1500), ((double)agent["selfMs"]!, (double)chat["selfMs"]!));
        Assert.Equal((4500, 8000), ((double)agent["criticalMs"]!, (double)agent["subtree"]!["criticalMs"]!));
        Assert.Equal((1200, 2000), ((double)tool["selfMs"]!, (double)tool["subtree"]!["criticalMs"]!));
        Assert.Null(chat["subtree"]);
    }

    [Fact]
    public async Task Whatever_order_the_spans_arrive_in_the_trace_is_the_same_to_the_byte()
    {
        var spans = new[]
        {
            Span("0a", null, "agent", 1_000, 9_000), Span("0b", "0a", "chat", 1_500, 3_000), Span("0c", "0a", "tool", 3_000, 5_000), Span("0d", "0c", "server", 200, 900),
            Span("0e", "ee", "lost", 2_000, 2_500), Span("0f", "0f", "own parent", 7_000, 7_001), Span("10", "11", "circle", 6_000, 6_001), Span("11", "10", "circle", 6_000, 6_002),
        };
        var random = new Random(20_261_120);
        var answers = new HashSet<string>();
        for (var round = 0; round < 4; round++)
        {
            await using var collector = await TestCollector.StartAsync();
            random.Shuffle(spans);
            foreach (var span in spans)
            {
                using var response = await collector.PostAsync(Encoding.UTF8.GetBytes(span), "application/json");
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }

            answers.Add(await collector.Api.GetStringAsync(new Uri($"/api/v1/traces/{TraceId}", UriKind.Relative)));
        }

        Assert.Contains("\"clock_skew\"", Assert.Single(answers), StringComparison.Ordinal);

        static string Span(string id, string? parent, string name, int startMs, int endMs)
        {
            var parentId = parent is null ? "" : "00000000000000" + parent;
            var (start, end) = (startMs + 1_700_000_000_000L, endMs + 1_700_000_000_000L);
            return $$$"""
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{{name}}}"}}]},"scopeSpans":[{"spans":[
                 {"traceId":"{{{TraceId}}}","spanId":"00000000000000{{{id}}}","parentSpanId":"{{{parentId}}}","name":"{{{name}}}",
                  "startTimeUnixNano":"{{{start}}}000000","endTimeUnixNano":"{{{end}}}000000"}]}]}]}
                """;
        }
    }

    [Fact]
    public async Task A_parent_that_has_not_arrived_is_a_placeholder_until_it_does()
    {
        const string trace = "5af7651916cd43dd8448eb211c80319c";
        await PostAsync($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{trace}}","spanId":"000000000000000b","parentSpanId":"000000000000000a","name":"work","startTimeUnixNano":"2000000000"}]}]}]}""");
        var (_, before) = await _collector.GetAsync($"/api/v1/traces/{trace}");

        await PostAsync($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{trace}}","spanId":"000000000000000a","name":"run","startTimeUnixNano":"1000000000"}]}]}]}""");
        var (_, after) = await _collector.GetAsync($"/api/v1/traces/{trace}");

        Assert.Equal(["0 parent that was not received placeholder", "1 work orphan"], Rows(before));
        Assert.Equal(("work", 1), ((string?)before["summary"]!["name"], (int)before["summary"]!["spanCount"]!));
        Assert.Equal(["0 run", "1 work"], Rows(after));
        Assert.Equal(("run", 2), ((string?)after["summary"]!["name"], (int)after["summary"]!["spanCount"]!));

        static IEnumerable<string> Rows(JsonNode body) => body["spans"]!.AsArray().Select(span =>
            $"{span!["depth"]} {span["name"]} {string.Join(' ', span["flags"]!.AsArray().Select(flag => (string?)flag).Where(flag => flag != "bad_times"))}".TrimEnd());
    }

    [Theory]
    [InlineData("prompt_tokens", "gen_ai.usage.[prompt_tokens]: 10")]
    [InlineData("input_tokens 30", "gen_ai.usage.[input_tokens: 30]")]
    [InlineData("tool.call.arg", "gen_ai.[tool.call.arguments]")]
    public async Task The_search_in_a_trace_finds_names_and_numbers_of_attributes(string words, string found)
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/text?q={Uri.EscapeDataString(words)}");

        var hit = Assert.Single(body["items"]!.AsArray())!;
        Assert.Equal(found, $"{hit["before"]}[{hit["match"]}]{hit["after"]}");
    }

    [Fact]
    public async Task A_span_that_was_looked_at_has_its_new_place_when_its_trace_has_grown_and_is_gone_with_it()
    {
        const string trace = "6af7651916cd43dd8448eb211c80319c";
        const string path = $"/api/v1/traces/{trace}/spans/000000000000000b";
        await PostAsync($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{trace}}","spanId":"000000000000000b","parentSpanId":"000000000000000a","name":"work","startTimeUnixNano":"2000000000"}]}]}]}""");
        var (_, before) = await _collector.GetAsync(path);
        var (_, again) = await _collector.GetAsync(path);

        await PostAsync($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{trace}}","spanId":"000000000000000a","name":"run","startTimeUnixNano":"1000000000"},{"traceId":"{{trace}}","spanId":"000000000000000c","parentSpanId":"000000000000000b","name":"step","startTimeUnixNano":"2000000000"}]}]}]}""");
        var (_, after) = await _collector.GetAsync(path);
        using var deletion = await _collector.Api.DeleteAsync(new Uri($"/api/v1/traces/{trace}", UriKind.Relative));
        var (status, _) = await _collector.GetAsync(path);

        Assert.Equal(before.ToJsonString(), again.ToJsonString());
        Assert.Contains("orphan", before["flags"]!.AsArray().Select(flag => (string?)flag));
        Assert.Null(before["subtree"]);
        Assert.DoesNotContain("orphan", after["flags"]!.AsArray().Select(flag => (string?)flag));
        Assert.Equal(2, (int)after["subtree"]!["spans"]!);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (deletion.StatusCode, status));
    }

    [Theory]
    [InlineData($"/traces/{TraceId}", true)]
    [InlineData($"/traces/{TraceId}/spans/000000000000000b", true)]
    [InlineData("/traces/nonsense", false)]
    [InlineData("/", false)]
    public async Task The_page_of_a_trace_has_the_browser_ask_for_it_while_the_page_loads(string path, bool isTrace)
    {
        using var response = await _collector.Api.GetAsync(new Uri(path, UriKind.Relative));

        var links = response.Headers.TryGetValues("Link", out var values) ? string.Join(' ', values) : null;
        Assert.Equal(isTrace ? $"</api/v1/traces/{TraceId}>; rel=preload; as=fetch; crossorigin=anonymous" : null, links);
    }

    [Fact]
    public async Task The_transcript_joins_a_tool_call_to_the_span_that_served_it()
    {
        var (status, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/transcript");

        Assert.Equal(HttpStatusCode.OK, status);
        var turn = body["turns"]![0]!;
        Assert.Equal(("000000000000000b", "helper", "captured"), ((string?)turn["spanId"], (string?)turn["agent"], (string?)turn["content"]));
        Assert.Equal("<b>hi</b>", (string?)turn["messages"]![0]!["message"]!["parts"]![0]!["content"]);
        var call = turn["toolCalls"]![0]!;
        Assert.Equal(("look", true, """{"q":1}"""), ((string?)call["name"], (bool)call["hasFailed"]!, call["arguments"]!.ToJsonString()));
        Assert.Equal(["tool execute_tool look", "mcp tools/call look"], call["servedBy"]!.AsArray().Select(span => $"{span!["kind"]} {span["name"]}"));
        Assert.Single(body["turns"]!.AsArray());
    }

    [Fact]
    public async Task Findings_name_their_evidence_and_the_trace_counts_them()
    {
        const string trace = "7af7651916cd43dd8448eb211c80319c";
        const string tool = "{\"traceId\":\"" + trace + "\",\"spanId\":\"000000000000000c\"";
        const string answer = """
            {"traceId":"7af7651916cd43dd8448eb211c80319c","spanId":"000000000000000f","parentSpanId":"000000000000000a","name":"chat gpt-x","kind":3,"startTimeUnixNano":"6000000000","endTimeUnixNano":"7000000000",
             "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"length"}]}}}]},
            """;
        await PostAsync(Run.Replace(TraceId, trace, StringComparison.Ordinal).Replace(tool, answer + tool, StringComparison.Ordinal));

        var (_, findings) = await _collector.GetAsync($"/api/v1/traces/{trace}/findings");
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{trace}");

        Assert.Equal(
            ["warning tool_error_ignored 000000000000000c", "warning finish_by_length 000000000000000f"],
            findings["items"]!.AsArray().Select(item => $"{item!["severity"]} {item["rule"]} {item["spanIds"]![0]}"));
        Assert.Equal("""{"error":0,"warning":2,"info":0}""", body["findings"]!.ToJsonString());
        Assert.True((bool)findings["isWhole"]!);
    }

    [Theory]
    [InlineData("transcript")]
    [InlineData("findings")]
    public async Task What_a_run_says_is_asked_of_a_trace_that_is_there(string part)
    {
        var (unknown, body) = await _collector.GetAsync($"/api/v1/traces/1af7651916cd43dd8448eb211c80319c/{part}");
        var (bad, _) = await _collector.GetAsync($"/api/v1/traces/xyz/{part}");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (unknown, bad));
        Assert.Equal("trace_not_found", (string?)body["error"]!["code"]);
    }

    [Fact]
    public async Task What_holds_for_the_whole_trace_is_found_on_any_of_its_spans()
    {
        const string trace = "8af7651916cd43dd8448eb211c80319c";
        await PostAsync("""
            {"resourceSpans":[{"resource":{"attributes":[{"key":"session.id","value":{"stringValue":"s-9"}}]},"scopeSpans":[{"spans":[
             {"traceId":"8af7651916cd43dd8448eb211c80319c","spanId":"000000000000000a","name":"root","startTimeUnixNano":"1000000000"},
             {"traceId":"8af7651916cd43dd8448eb211c80319c","spanId":"000000000000000b","parentSpanId":"000000000000000a","name":"child","startTimeUnixNano":"2000000000",
              "attributes":[{"key":"tag.tags","value":{"arrayValue":{"values":[{"stringValue":"beta"}]}}},{"key":"langfuse.environment","value":{"stringValue":"staging"}},
               {"key":"langfuse.trace.metadata.region","value":{"stringValue":"eu"}},{"key":"baggage.user.id","value":{"stringValue":"u-3"}}]}]}]}]}
            """);

        var summary = (await _collector.GetAsync($"/api/v1/traces/{trace}")).Body["summary"]!;
        var listed = (await _collector.GetAsync("/api/v1/traces")).Body["items"]!.AsArray().Single(item => (string?)item!["traceId"] == trace)!;

        Assert.Equal(("s-9", "u-3", "staging"), ((string?)summary["sessionId"], (string?)summary["userId"], (string?)summary["environment"]));
        Assert.Equal("""["beta"]""", summary["tags"]!.ToJsonString());
        Assert.Equal("eu", (string?)summary["metadata"]!["region"]);
        Assert.Equal(("s-9", "u-3", "staging"), ((string?)listed["sessionId"], (string?)listed["userId"], (string?)listed["environment"]));
        Assert.Equal(("""["beta"]""", """{"region":"eu"}"""), (listed["tags"]!.ToJsonString(), listed["metadata"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("""{"key":"http.request.method","value":{"stringValue":"GET"}}""", "http")]
    [InlineData("""{"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"db.system.name","value":{"stringValue":"opensearch"}}""", "db")]
    [InlineData("""{"key":"rpc.system","value":{"stringValue":"aws-api"}},{"key":"messaging.system","value":{"stringValue":"aws_sqs"}}""", "messaging")]
    [InlineData("""{"key":"rpc.system","value":{"stringValue":"grpc"}},{"key":"http.method","value":{"stringValue":"POST"}}""", "rpc")]
    [InlineData("""{"key":"code.function","value":{"stringValue":"load"}}""", null)]
    [InlineData("""{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"http.request.method","value":{"stringValue":"POST"}}""", null)]
    public async Task Infrastructure_is_told_by_its_attributes(string attributes, string? infra)
    {
        const string trace = "6af7651916cd43dd8448eb211c80319c";
        await PostAsync($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{trace}}","spanId":"000000000000000a","name":"s","startTimeUnixNano":"1","attributes":[{{attributes}}]}]}]}]}""");

        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{trace}");
        Assert.Equal(infra, (string?)body["spans"]![0]!["infra"]);
    }

    [Fact]
    public async Task Earlier_names_and_values_are_read_as_their_current_ones()
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/spans/000000000000000b");

        Assert.Equal("x_ai", (string?)body["provider"]);
        Assert.Equal(10, (int)body["tokens"]!["input"]!);
        Assert.Contains("renamed_attributes", body["flags"]!.ToJsonString(), StringComparison.Ordinal);
        var explanation = body["explain"]!.AsArray().Single(line => (string?)line!["field"] == "tokens.input")!;
        Assert.Equal("gen_ai.usage.prompt_tokens, renamed to gen_ai.usage.input_tokens in core 1.27.0", (string?)explanation["because"]);
    }

    [Fact]
    public async Task A_span_shows_what_was_said_as_messages()
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/spans/000000000000000b");

        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"<b>hi</b>"}]}]""", Relaxed(body["input"]!));
        Assert.Equal(
            """[{"role":"assistant","finishReason":"tool_call","parts":[{"type":"tool_call","id":"c1","name":"look","arguments":{"q":1}}]}]""",
            Relaxed(body["output"]!));
        Assert.Equal("client", (string?)body["spanKind"]);
        Assert.Equal("first chunk", (string?)body["events"]![0]!["name"]);
        Assert.Equal("1af7651916cd43dd8448eb211c80319c", (string?)body["links"]![0]!["traceId"]);
        Assert.Equal("test.scope", (string?)body["scope"]!["name"]);
        Assert.Equal("prod", (string?)body["resource"]!["attributes"]!["deployment.environment.name"]);
    }

    [Fact]
    public async Task A_tool_shows_its_arguments_and_its_error()
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/spans/000000000000000c");

        Assert.Equal("""{"q":1}""", body["toolArguments"]!.ToJsonString());
        Assert.Equal(("error", "timeout", "it broke"), ((string?)body["status"], (string?)body["errorType"], (string?)body["statusMessage"]));
    }

    [Fact]
    public async Task A_sum_that_an_agent_reports_is_shown_flagged_and_explained()
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/spans/000000000000000a");

        Assert.Equal("""["reported_tokens"]""", body["flags"]!.ToJsonString());
        var explanation = body["explain"]!.AsArray().Single(line => (string?)line!["field"] == "tokens")!;
        Assert.Equal("not added up", (string?)explanation["value"]);
    }

    [Fact]
    public async Task Everything_that_was_sent_comes_back_as_OTLP()
    {
        var (_, body) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/otlp");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Run), body), body.ToJsonString());
    }

    [Theory]
    [InlineData("/api/v1/traces/1af7651916cd43dd8448eb211c80319c", HttpStatusCode.NotFound, "trace_not_found")]
    [InlineData("/api/v1/traces/1af7651916cd43dd8448eb211c80319c/otlp", HttpStatusCode.NotFound, "trace_not_found")]
    [InlineData("/api/v1/traces/0af7651916cd43dd8448eb211c80319c/spans/00000000000000ee", HttpStatusCode.NotFound, "span_not_found")]
    [InlineData("/api/v1/traces/xyz", HttpStatusCode.BadRequest, "bad_trace_id")]
    [InlineData("/api/v1/traces/0af7651916cd43dd8448eb211c80319c/spans/1", HttpStatusCode.BadRequest, "bad_span_id")]
    [InlineData("/api/v1/traces?limit=0", HttpStatusCode.BadRequest, "bad_query")]
    [InlineData("/api/v1/traces?limit=many", HttpStatusCode.BadRequest, "bad_query")]
    [InlineData("/api/v1/traces?cursor=here", HttpStatusCode.BadRequest, "bad_query")]
    [InlineData("/api/v1/traces?from=yesterday", HttpStatusCode.BadRequest, "bad_query")]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound, "not_found")]
    public async Task A_wrong_request_is_told_what_is_wrong(string path, HttpStatusCode status, string code)
    {
        var (actual, body) = await _collector.GetAsync(path);

        Assert.Equal(status, actual);
        Assert.Equal(code, (string?)body["error"]!["code"]);
        Assert.NotEqual("", (string?)body["error"]!["message"]);
    }

    [Fact]
    public async Task Pages_of_the_list_follow_each_other_newest_first()
    {
        for (var i = 1; i <= 5; i++)
        {
            await PostAsync($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{i:x32}}","spanId":"000000000000000a","name":"run {{i}}","startTimeUnixNano":"{{i + 10}}000000000"}]}]}]}""");
        }

        var names = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var (_, page) = await _collector.GetAsync($"/api/v1/traces?limit=2&cursor={cursor}");
            names.AddRange(page["items"]!.AsArray().Select(item => (string)item!["name"]!));
            cursor = (string?)page["next"];
        }

        Assert.Equal(["run 5", "run 4", "run 3", "run 2", "run 1", "invoke_agent helper"], names);
    }

    [Fact]
    public async Task Sending_the_same_again_changes_nothing()
    {
        await PostAsync(Run);

        var (_, body) = await _collector.GetAsync("/api/v1/traces");
        Assert.Equal(4, (int)body["items"]![0]!["spanCount"]!);
        Assert.Equal(4, await _collector.MetricAsync("otelgenai_spans_duplicate_total"));
        Assert.Equal(8, await _collector.MetricAsync("otelgenai_spans_received_total"));
    }

    [Fact]
    public async Task Health_readiness_and_metrics_answer()
    {
        Assert.Equal("ok\n", await _collector.Api.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        Assert.Equal("ready\n", await _collector.Api.GetStringAsync(new Uri("/readyz", UriKind.Relative)));
        using var metrics = await _collector.Api.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal("text/plain", metrics.Content.Headers.ContentType?.MediaType);
    }

    public async Task InitializeAsync()
    {
        _collector = await TestCollector.StartAsync();
        await PostAsync(Run);
    }

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    private async Task PostAsync(string json)
    {
        using var response = await _collector.PostAsync(Encoding.UTF8.GetBytes(json), "application/json");
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
    }

    private static string Relaxed(JsonNode node) => node.ToJsonString(
        new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
