using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>The demo as the README starts it, once; then what it left in the store, by API and in a browser.</summary>
public sealed class DemoTests(DemoTests.DemoRun demo) : IClassFixture<DemoTests.DemoRun>
{
    [Fact]
    public void It_ends_by_printing_a_link_for_each_run() => Assert.Equal(3, demo.TraceIds.Count);

    public sealed class DemoRun : IAsyncLifetime
    {
        private static readonly TimeSpan TimeToRun = TimeSpan.FromMinutes(2);

        private readonly TempFolder _data = new();

        /// <summary>Trace ids by the name of the run.</summary>
        public Dictionary<string, string> TraceIds { get; } = [];

        internal CollectorProcess Collector { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            using var deadline = new CancellationTokenSource(TimeToRun);
            using var process = Process.Start(CollectorProcess.Program(
                "demo", "--exit", "--data", _data.Path, "--grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0", "--http", "127.0.0.1:0"))!;
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            Assert.True(process.ExitCode == 0, $"The demo ended with {process.ExitCode}.\n{output}\n{await errors}");
            foreach (var line in output.Split('\n').Where(line => line.Contains("/traces/", StringComparison.Ordinal)))
            {
                TraceIds[line.Split(' ')[0]] = line[(line.LastIndexOf('/') + 1)..].Trim();
            }

            Collector = await CollectorProcess.StartAsync(_data.Path);
        }

        public async Task DisposeAsync()
        {
            await Collector.DisposeAsync();
            _data.Dispose();
        }
    }
}
