using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Benchmarks;

/// <summary>Reading and writing one request of 512 model calls.</summary>
[MemoryDiagnoser]
public class TraceDecoding
{
    private readonly TelemetryBatch _batch = new(new AttributeKeyTable());
    private readonly TelemetryBatch _jsonBatch = new(new AttributeKeyTable());
    private readonly OtlpJsonDecoder _jsonDecoder = new();
    private readonly ArrayBufferWriter<byte> _output = new(8 * 1024 * 1024);
    private byte[] _protobuf = [];
    private byte[] _json = [];
    private OtlpRecordParts[] _parts = [];

    public int ProtobufBytes => _protobuf.Length;

    public int JsonBytes => _json.Length;

    [GlobalSetup]
    public void Prepare()
    {
        _protobuf = GenAIRequest.Bytes();
        var batch = new TelemetryBatch(new AttributeKeyTable());
        OtlpTraceDecoder.Decode(batch, _protobuf, OtlpLimits.Default);
        _parts = [.. Enumerable.Range(0, batch.Spans.Length).Select(index => Parts(batch, index))];
        var json = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteJson(OtlpSignal.Traces, _parts, json);
        _json = json.WrittenSpan.ToArray();
        Console.WriteLine($"// protobuf {_protobuf.Length} bytes, JSON {_json.Length} bytes, {_parts.Length} spans");
    }

    [Benchmark(Baseline = true)]
    public int GoogleProtobuf() => ExportTraceServiceRequest.Parser.ParseFrom(_protobuf).ResourceSpans.Count;

    [Benchmark]
    public int Protobuf()
    {
        OtlpTraceDecoder.Decode(_batch, _protobuf, OtlpLimits.Default);
        return _batch.Spans.Length;
    }

    [Benchmark]
    public int Json()
    {
        _jsonDecoder.DecodeTraces(_jsonBatch, _json, OtlpLimits.Default);
        return _jsonBatch.Spans.Length;
    }

    /// <summary>The framework's JSON reader doing nothing with what it reads: what JSON costs at least.</summary>
    [Benchmark]
    public int JsonTokens()
    {
        var reader = new Utf8JsonReader(_json);
        var tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    [Benchmark]
    public int WriteJson()
    {
        _output.ResetWrittenCount();
        OtlpWriter.WriteJson(OtlpSignal.Traces, _parts, _output);
        return _output.WrittenCount;
    }

    [GlobalCleanup]
    public void CleanUp() => _jsonDecoder.Dispose();

    private static OtlpRecordParts Parts(TelemetryBatch batch, int index)
    {
        var span = batch.Spans[index];
        return new OtlpRecordParts(
            batch.Memory(span.Message),
            batch.Memory(batch.Resources[span.ResourceIndex].Envelope),
            batch.Memory(batch.Scopes[span.ScopeIndex].Envelope));
    }
}
