using System.Diagnostics;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.ConventionCheck;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Tests.Demo;

namespace OtelGenAI.Tests.Conformance;

/// <summary>What a receiver knows of a span.</summary>
internal sealed record ReceivedCall(
    string Name, ObservationKind Kind, string Operation, string Provider, string RequestModel, string ResponseModel, string FinishReasons, string ServiceTier, TokenUsage Tokens);

/// <summary>Spans as they are after OpenTelemetry's exporter, the wire, our decoder and our reader.</summary>
internal sealed class ReceivedBatch
{
    private readonly TelemetryBatch _batch;

    private ReceivedBatch(TelemetryBatch batch) => _batch = batch;

    public IReadOnlyList<ReceivedCall> Calls
    {
        get
        {
            var calls = new List<ReceivedCall>();
            for (var i = 0; i < _batch.Spans.Length; i++)
            {
                ref readonly var columns = ref _batch.Columns[i];
                calls.Add(new ReceivedCall(
                    Encoding.UTF8.GetString(_batch.Bytes(_batch.Spans[i].Name)),
                    columns.Kind,
                    Text(columns.Operation),
                    Text(columns.Provider),
                    Text(columns.RequestModel),
                    Text(columns.ResponseModel),
                    Text(columns.FinishReasons),
                    Text(columns.ServiceTier),
                    columns.Tokens));
            }

            return calls;
        }
    }

    /// <summary>What each call cost: as its span says, and as the collector prices it when it arrives (<c>SpanPricing</c>).</summary>
    /// <param name="prices">The prices.</param>
    public IReadOnlyList<(string Model, double? Said, double? Priced)> Costs(PriceBook prices)
    {
        var costs = new List<(string, double?, double?)>();
        for (var i = 0; i < _batch.Spans.Length; i++)
        {
            ref readonly var columns = ref _batch.Columns[i];
            var call = new PricedCall(
                OrNull(columns.Provider), OrNull(columns.ResponseModel), OrNull(columns.RequestModel), columns.Tokens, (long)_batch.Spans[i].EndUnixNano)
            {
                ServiceTier = OrNull(columns.ServiceTier),
            };
            costs.Add((Text(columns.RequestModel), columns.ReportedCostUsd, columns.Kind.IsInference ? (double?)prices.CostOf(in call)?.Usd : null));
        }

        return costs;
    }

    /// <summary>What is wrong with the spans, by the conventions; a line a finding.</summary>
    public IReadOnlyList<string> Findings
    {
        get
        {
            var counts = new FindingCounts();
            new ConventionChecker(isContentForbidden: false).Check(_batch, counts);
            return [.. counts.Items.Select(static item => $"{item.Finding.Rule} {item.Finding.Attribute}: {item.Finding.Message}")];
        }
    }

    /// <summary>Sends spans through the real exporter and reads what arrives.</summary>
    public static async Task<ReceivedBatch> OfAsync(IEnumerable<Activity> spans)
    {
        await using var sink = await OtlpSink.StartAsync();
        using var exporter = new OtlpTraceExporter(new OtlpExporterOptions { Protocol = OtlpExportProtocol.HttpProtobuf, Endpoint = new Uri(new Uri(sink.Address), "/v1/traces") });
        Activity[] all = [.. spans];
        Assert.Equal(ExportResult.Success, exporter.Export(new Batch<Activity>(all, all.Length)));

        var keys = new AttributeKeyTable();
        var batch = new TelemetryBatch(keys);
        Assert.IsType<OtlpDecodeResult.Decoded>(OtlpTraceDecoder.Decode(batch, Assert.Single(sink.Bodies), OtlpLimits.Default));
        Assert.Equal(all.Length, batch.Spans.Length);
        new DialectReader(keys).Read(batch);
        return new ReceivedBatch(batch);
    }

    private static string? OrNull(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? null : Text(bytes);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
