using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OtelGenAI.Conventions;

namespace OtelGenAI.EndToEnd.Tests.Clients;

/// <summary>
/// Makes golden inputs of what clients really sent: with RECORD_GOLDEN=1 each run is written to the folder of its dialect in
/// <c>OtelGenAI.Telemetry.Tests/Golden</c>, without what belongs to the machine. Then run those tests with ACCEPT_GOLDEN=1, and review.
/// </summary>
internal static partial class GoldenRecording
{
    private const string SomePort = "4000";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, string> FileOf = new(StringComparer.Ordinal)
    {
        ["otel-openai"] = "opentelemetry/js-openai",
        ["openinference"] = "openinference/openai-js-4",
        ["traceloop"] = "openllmetry/openai-js",
        ["langfuse"] = "langfuse/openai-js-5",
        ["langsmith"] = "langsmith/openai-js",
        ["openlit"] = "openlit/openai-js",
        ["ai"] = "vercel-ai-otel/ai-7",
        ["ai-legacy"] = "vercel-ai/ai-7-legacy",
        ["dotnet"] = "dotnet/sdks",
    };

    /// <summary>Writes the golden input of a client, if that was asked for.</summary>
    public static async Task KeepAsync(CollectorProcess collector, string traceId, string client)
    {
        if (Environment.GetEnvironmentVariable("RECORD_GOLDEN") != "1" || !FileOf.TryGetValue(client, out var file))
        {
            return;
        }

        var otlp = await collector.GetAsync($"/api/v1/traces/{traceId}/otlp");
        foreach (var group in (otlp["resourceSpans"] as JsonArray ?? []).Concat(otlp["resourceLogs"] as JsonArray ?? []))
        {
            ForgetMachine(group!["resource"]?["attributes"] as JsonArray);
        }

        var path = Path.Combine(Checkout.Root, "tests", "OtelGenAI.Telemetry.Tests", "Golden", $"{file}.in.json");
        await File.WriteAllTextAsync(path, Port().Replace(otlp.ToJsonString(Indented), $"${{before}}{SomePort}") + "\n");
    }

    private static void ForgetMachine(JsonArray? attributes)
    {
        foreach (var attribute in attributes?.ToArray() ?? [])
        {
            if ((string?)attribute!["key"] != ServiceAttributes.Name)
            {
                attributes!.Remove(attribute);
            }
        }
    }

    [GeneratedRegex("""(?<before>127\.0\.0\.1:|"server\.port",\s*"value": \{\s*"intValue": ")\d+""")]
    private static partial Regex Port();
}
