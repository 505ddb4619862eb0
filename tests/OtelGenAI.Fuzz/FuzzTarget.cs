using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Metrics;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Fuzz;

/// <summary>A codec that takes bytes from outside.</summary>
/// <param name="Name">Name of the target, and of the folder of its corpus.</param>
/// <param name="Decode">Reads a body into a batch.</param>
/// <param name="Mutate">Changes a body of the corpus, with pieces of another one.</param>
public sealed record FuzzTarget(
    string Name, Func<TelemetryBatch, ReadOnlyMemory<byte>, OtlpDecodeResult> Decode, Func<byte[], byte[], Random, byte[]> Mutate)
{
    /// <summary>Every codec: three signals, two encodings, two compressions.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("traces-protobuf", (batch, body) => OtlpTraceDecoder.Decode(batch, body, OtlpLimits.Default), Mutation.Of),
        new("logs-protobuf", (batch, body) => OtlpLogDecoder.Decode(batch, body, OtlpLimits.Default), Mutation.Of),
        new("metrics-protobuf", (batch, body) => OtlpMetricDecoder.Decode(batch, body, OtlpLimits.Default), Mutation.Of),
        new("traces-json", Json((decoder, batch, body) => decoder.DecodeTraces(batch, body, OtlpLimits.Default)), Mutation.Of),
        new("logs-json", Json((decoder, batch, body) => decoder.DecodeLogs(batch, body, OtlpLimits.Default)), Mutation.Of),
        new("metrics-json", Json((decoder, batch, body) => decoder.DecodeMetrics(batch, body, OtlpLimits.Default)), Mutation.Of),
        new("gzip", CompressedBody.Gzip.Decode, CompressedBody.Gzip.Mutate),
        new("zlib", CompressedBody.Zlib.Decode, CompressedBody.Zlib.Mutate),
    ];

    /// <summary>The committed bodies: recorded requests, what earlier runs found, and every body that once did harm.</summary>
    public IReadOnlyList<byte[]> Corpus() => CorpusFolder.Read(Name);

    // A decoder is used again and again in the program; what one body leaves behind must not harm the next, so here it is, too.
    private static Func<TelemetryBatch, ReadOnlyMemory<byte>, OtlpDecodeResult> Json(
        Func<OtlpJsonDecoder, TelemetryBatch, ReadOnlyMemory<byte>, OtlpDecodeResult> decode)
    {
        var decoder = new OtlpJsonDecoder();
        return (batch, body) => decode(decoder, batch, body);
    }
}
