using BenchmarkDotNet.Attributes;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Benchmarks;

/// <summary>What reading the meaning of spans costs beside decoding them: 512 model calls with content, and 512 without.</summary>
[MemoryDiagnoser]
public class DialectReading
{
    private readonly AttributeKeyTable _keys = new();
    private TelemetryBatch _batch = null!;
    private TelemetryBatch _decoding = null!;
    private DialectReader _reader = null!;
    private byte[] _request = [];

    /// <summary>Bytes of content on each span.</summary>
    [Params(0, 2_000)]
    public int ContentBytes { get; set; }

    public int RequestBytes => _request.Length;

    [GlobalSetup]
    public void Prepare()
    {
        _request = GenAIRequest.Bytes(contentBytes: ContentBytes);
        _batch = new TelemetryBatch(_keys);
        _decoding = new TelemetryBatch(_keys);
        _reader = new DialectReader(_keys);
        OtlpTraceDecoder.Decode(_batch, _request, OtlpLimits.Default);
    }

    [Benchmark(Baseline = true)]
    public int Decode()
    {
        OtlpTraceDecoder.Decode(_decoding, _request, OtlpLimits.Default);
        return _decoding.Spans.Length;
    }

    [Benchmark]
    public int Read()
    {
        _reader.Read(_batch);
        return _batch.Columns.Length;
    }
}
