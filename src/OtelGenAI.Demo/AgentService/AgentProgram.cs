using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace OtelGenAI.Demo.AgentService;

/// <summary>The agent service: three runs, each one trace across all processes, then the end.</summary>
internal static class AgentProgram
{
    public static async Task<int> RunAsync(DemoArguments arguments, TextWriter output)
    {
        var (protocol, endpoint) = arguments switch
        {
            { OtlpGrpc: { } grpc } => (OtlpExportProtocol.Grpc, grpc),
            { OtlpHttp: { } http } => (OtlpExportProtocol.HttpProtobuf, http),
            _ => (OtlpExportProtocol.Grpc, new Uri("http://127.0.0.1:4317")),
        };
        using var sdk = OpenTelemetrySdk.Create(builder => builder
            .AddGenAIInstrumentation(DemoTelemetry.CaptureContent)
            .AddDemo("travel-agent", protocol, endpoint));
        await output.WriteLineAsync(DemoTelemetry.ContentNotice);

        if (!Models.AreReal)
        {
            PastRuns.Record(TimeProvider.System.GetUtcNow());
            await output.WriteLineAsync("a fortnight of made-up runs comes before the three that follow, tagged made-up");
        }

        var agent = new TravelAgent(Models.Client(arguments, TravelAgent.Model), arguments.Tools!);
        foreach (var run in DemoRun.All)
        {
            using (GenAI.BeginContext(conversationId: $"demo-{run.Name}", sessionId: "demo-session", userId: "demo-user", tags: ["demo"], promptName: PastRuns.PromptName, promptVersion: PastRuns.PromptVersion))
            {
                var result = await agent.RunAsync(run.Question, CancellationToken.None);
                await output.WriteLineAsync($"question: {run.Question}");
                await output.WriteLineAsync($"answer: {result.Answer}");
                sdk.TracerProvider.ForceFlush();
                await output.WriteLineAsync($"trace {run.Name} {result.TraceId}");
            }
        }

        return 0;
    }
}
