using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>Log records of OpenTelemetry for .NET; its spans are in <see cref="SpanLedger"/>, its metrics in <see cref="MetricsTests"/>.</summary>
public sealed partial class DotNetLogExporterTests : IDisposable
{
    private readonly TempFolder _data = new();

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Every_log_record_of_the_NET_exporter_is_listed_as_it_was(OtlpExportProtocol protocol)
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("net-logs"));
            options.IncludeFormattedMessage = true;
            options.AddOtlpExporter((exporter, processor) =>
            {
                // Each record as it is logged: disposing of the factory waits five seconds for a batch, and says nothing when that was not enough.
                processor.ExportProcessorType = ExportProcessorType.Simple;
                exporter.TimeoutMilliseconds = SpanLedger.PatienceMilliseconds;
                exporter.Protocol = protocol;
                exporter.Endpoint = protocol == OtlpExportProtocol.Grpc ? collector.Grpc : new Uri(collector.OtlpHttp, "/v1/logs");
            });
        })))
        {
            var logger = factory.CreateLogger("Jobs");
            System.Diagnostics.Activity.Current = null;
            LogOrder(logger, 7, "ü 🜁");
            LogFailure(logger, new InvalidOperationException("out of paper"));
        }

        var items = (await collector.GetAsync("/api/v1/logs"))["items"]!.AsArray();

        Assert.Equal(["Warning 13 net-logs Jobs It failed", "Information 9 net-logs Jobs Order 7 of ü 🜁"], items.Select(item =>
            $"{item!["severity"]} {item["severityNumber"]} {item["service"]} {item["scope"]} {item["body"]}"));
        Assert.Equal("7 ü 🜁", $"{items[1]!["attributes"]!["Number"]} {items[1]!["attributes"]!["Customer"]}");
        Assert.Contains("out of paper", items[0]!["attributes"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, await collector.MetricAsync("otelgenai_log_records_stored_total"));
    }

    public void Dispose() => _data.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Number} of {Customer}")]
    private static partial void LogOrder(ILogger logger, int number, string customer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "It failed")]
    private static partial void LogFailure(ILogger logger, Exception problem);
}
