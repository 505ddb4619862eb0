using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests.NodeExporters;

/// <summary>The exporters of OpenTelemetry JS, run by Node.</summary>
internal static class NodeExporter
{
    private static readonly NodeProject Project = new("NodeExporters");

    /// <summary>Sends one kind of telemetry.</summary>
    /// <param name="signal"><c>traces</c>, <c>logs</c> or <c>metrics</c>.</param>
    /// <param name="protocol">Which of the three exporters: <c>grpc</c>, <c>proto</c> or <c>http</c>.</param>
    /// <param name="url">Where to.</param>
    /// <param name="compression"><c>none</c> or <c>gzip</c>.</param>
    /// <returns>The requests that were acknowledged, as OTLP/JSON.</returns>
    public static async Task<JsonArray> SendAsync(string signal, string protocol, Uri url, string compression) =>
        JsonNode.Parse(await Project.RunAsync("export.mjs", signal, protocol, url.ToString(), compression))!.AsArray();
}
