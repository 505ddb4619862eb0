using System.Text.Json.Nodes;
using OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

namespace OtelGenAI.EndToEnd.Tests.Clients;

/// <summary>The provider, the collector, and the traces that clients between them make.</summary>
public sealed class ClientRuns : IAsyncLifetime
{
    private static readonly NodeProject Npm = new("Clients/npm");

    private readonly TempFolder _data = new();

    internal CollectorProcess Collector { get; private set; } = null!;

    internal ProviderServer Provider { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = await ProviderServer.StartAsync();
        Collector = await CollectorProcess.StartAsync(_data.Path);
    }

    public async Task DisposeAsync()
    {
        await Collector.DisposeAsync();
        await Provider.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Runs an npm client.</summary>
    /// <param name="client">Its file, without the ending.</param>
    /// <returns>The trace it made, as the API shows it.</returns>
    internal async Task<JsonNode> RunAsync(string client)
    {
        var output = await Npm.RunAsync($"{client}.mjs", Provider.Address.ToString(), Collector.OtlpHttp.ToString());
        return await TraceAsync(output.TrimEnd()[^32..], client);
    }

    /// <summary>A trace as the API shows it.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="client">Who made it.</param>
    internal async Task<JsonNode> TraceAsync(string traceId, string client)
    {
        await GoldenRecording.KeepAsync(Collector, traceId, client);
        return await Collector.GetAsync($"/api/v1/traces/{traceId}");
    }
}
