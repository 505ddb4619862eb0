using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Demo.AgentService;

namespace OtelGenAI.Demo;

/// <summary>What the two instrumented programs have in common: the one line, content on, and an exporter.</summary>
internal static class DemoTelemetry
{
    /// <summary>Said on the terminal, because it is not the default and should not be a surprise.</summary>
    public const string ContentNotice = "content capture is on in this demo: prompts, answers, tool arguments and results are exported";

    public static void CaptureContent(GenAIInstrumentationOptions options)
    {
        options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
        options.CaptureToolDetails = true;
    }

    /// <summary>Adds resource, HTTP spans and exporter.</summary>
    /// <param name="builder">The SDK's builder, with GenAI instrumentation already on it.</param>
    /// <param name="serviceName">Name of the program, as operators see it.</param>
    /// <param name="protocol">How it sends.</param>
    /// <param name="endpoint">Where it sends to.</param>
    public static IOpenTelemetryBuilder AddDemo(this IOpenTelemetryBuilder builder, string serviceName, OtlpExportProtocol protocol, Uri endpoint) => builder
        .ConfigureResource(resource => resource
            .AddService(serviceName, serviceNamespace: "travel", serviceVersion: "1.0.0", autoGenerateServiceInstanceId: true)
            .AddAttributes([new(DeploymentAttributes.EnvironmentName, "demo")]))
        .WithTracing(tracing => tracing
            // The runtime's own sources: the spans of HttpClient and ASP.NET Core need no further package on .NET 10.
            .AddSource("System.Net.Http", "Microsoft.AspNetCore", PastRuns.SourceName)
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = protocol;
                exporter.Endpoint = protocol == OtlpExportProtocol.HttpProtobuf ? new Uri(endpoint, "/v1/traces") : endpoint;
                // Half a second: whoever watches the demo should not wait for its spans.
                exporter.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 500;
            }));
}
