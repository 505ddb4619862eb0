using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelGenAI.Conventions;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>The document of the API is true: of the calls that are mapped and of what they answer; and the one that the pages are generated from is this one.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private const string TraceId = "00000000000000000000000000000001";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private TestCollector _collector = null!;
    private JsonNode _document = null!;

    public async Task InitializeAsync()
    {
        _collector = await TestCollector.StartAsync();
        await SendAsync();
        _document = (await _collector.GetAsync("/api/v1/openapi.json")).Body;
    }

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public void Every_call_that_is_mapped_is_described()
    {
        var mapped = _collector.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/v1/", StringComparison.Ordinal) == true)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
        var described = _document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/traces")]
    [InlineData("/api/v1/traces/{traceId}", $"/api/v1/traces/{TraceId}")]
    [InlineData("/api/v1/traces/{traceId}/spans/{spanId}", $"/api/v1/traces/{TraceId}/spans/00000000000000aa")]
    [InlineData("/api/v1/traces/{traceId}/transcript", $"/api/v1/traces/{TraceId}/transcript")]
    [InlineData("/api/v1/traces/{traceId}/findings", $"/api/v1/traces/{TraceId}/findings")]
    [InlineData("/api/v1/traces/{traceId}/cost", $"/api/v1/traces/{TraceId}/cost")]
    [InlineData("/api/v1/sessions/{id}", "/api/v1/sessions/s1")]
    [InlineData("/api/v1/users")]
    [InlineData("/api/v1/models")]
    [InlineData("/api/v1/unpriced")]
    [InlineData("/api/v1/unmapped")]
    [InlineData("/api/v1/findings/conventions")]
    [InlineData("/api/v1/receivers")]
    [InlineData("/api/v1/facets", "/api/v1/facets?field=model")]
    [InlineData("/api/v1/query/complete", "/api/v1/query/complete?q=mod")]
    [InlineData("/api/v1/aggregate", "/api/v1/aggregate?measure=count,cost&by=user")]
    [InlineData("/api/v1/cost/change", "/api/v1/cost/change?baseFrom=1970-01-01T00:00:00Z&baseTo=1970-01-01T01:00:00Z&from=1970-01-01T01:00:00Z&to=1970-01-01T02:00:00Z")]
    public async Task What_is_answered_has_the_shape_that_is_described(string path, string? asked = null)
    {
        var (status, answer) = await _collector.GetAsync(asked ?? path);
        Assert.Equal(HttpStatusCode.OK, status);

        var schema = _document["paths"]![path]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
        var problems = new List<string>();
        Compare(answer, schema, "", problems);

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task The_document_in_the_repository_is_the_one_that_is_answered()
    {
        var path = CommittedDocument();
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, _document.ToJsonString(Written) + "\n");
        }

        // The types of the pages are generated from it.
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(path));
        Assert.True(
            JsonNode.DeepEquals(committed, _document),
            $"{path} is another document: accept this one with ACCEPT_GOLDEN=1, then 'npm run generate' in src/OtelGenAI.Dashboard/web.\n{FirstDifference(committed, _document, "")}");
    }

    private static string? FirstDifference(JsonNode? before, JsonNode? now, string place)
    {
        if (before is JsonObject was && now is JsonObject has)
        {
            return was.Select(member => member.Key).Union(has.Select(member => member.Key)).Select(name => FirstDifference(was[name], has[name], $"{place}/{name}")).FirstOrDefault(found => found is not null);
        }

        return JsonNode.DeepEquals(before, now) ? null : $"{place}: {before?.ToJsonString() ?? "nothing"} is now {now?.ToJsonString() ?? "nothing"}";
    }

    private void Compare(JsonNode? value, JsonNode schema, string place, List<string> problems)
    {
        schema = Resolve(schema);
        switch (value)
        {
            case JsonArray items when schema["items"] is { } item:
                for (var i = 0; i < items.Count; i++)
                {
                    Compare(items[i], item, $"{place}[{i}]", problems);
                }

                break;
            case JsonObject members when schema["properties"] is JsonObject properties:
                problems.AddRange(members.Where(member => !properties.ContainsKey(member.Key) && schema["additionalProperties"] is null).Select(member => $"{place}.{member.Key} is not described"));
                problems.AddRange((schema["required"] as JsonArray ?? []).Select(name => (string)name!).Where(name => !members.ContainsKey(name)).Select(name => $"{place}.{name} is missing"));
                foreach (var (name, member) in members.Where(member => properties.ContainsKey(member.Key)))
                {
                    Compare(member, properties[name]!, $"{place}.{name}", problems);
                }

                break;
            case JsonValue scalar when TypesOf(schema) is { Count: > 0 } types && !types.Contains(TypeOf(scalar)) && !(TypeOf(scalar) == "integer" && types.Contains("number")):
                problems.Add($"{place} is {scalar.ToJsonString()}, described as {string.Join(" or ", types)}");
                break;
        }
    }

    /// <summary>Follows a reference; of "this or null" it takes this.</summary>
    private JsonNode Resolve(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray choices && choices.FirstOrDefault(choice => choice!["$ref"] is not null) is { } choice)
        {
            return Resolve(choice);
        }

        return (string?)schema["$ref"] is { } reference ? _document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]! : schema;
    }

    private static HashSet<string> TypesOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray types => [.. types.Select(type => (string)type!)],
        { } type => [(string)type!],
        _ => [],
    };

    private static string TypeOf(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? "integer" : "number",
        _ => "null",
    };

    private static string CommittedDocument()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OtelGenAI.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "src/OtelGenAI.Dashboard/openapi.json");
    }

    private async Task SendAsync()
    {
        static JsonObject Text(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["scopeSpans"] = new JsonArray(new JsonObject
                {
                    ["spans"] = new JsonArray(new JsonObject
                    {
                        ["traceId"] = TraceId,
                        ["spanId"] = "00000000000000aa",
                        ["name"] = "chat",
                        ["startTimeUnixNano"] = "1000000000",
                        ["endTimeUnixNano"] = "2000000000",
                        ["status"] = new JsonObject { ["code"] = 2, ["message"] = "failed" },
                        ["attributes"] = new JsonArray(
                            Text(GenAIAttributes.OperationName, "chat"), Text(GenAIAttributes.ProviderName, "openai"), Text(GenAIAttributes.RequestModel, "gpt-4o"),
                            Text(GenAIAttributes.ConversationId, "s1"), Text(UserAttributes.Id, "u1"), Text("nobody.knows", "it"),
                            Text(GenAIAttributes.InputMessages, """[{"role":"user","parts":[{"type":"text","content":"hello"}]}]"""),
                            new JsonObject { ["key"] = GenAIAttributes.UsageInputTokens, ["value"] = new JsonObject { ["intValue"] = 1000 } }),
                    }),
                }),
            }),
        };
        using var answer = await _collector.PostAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
