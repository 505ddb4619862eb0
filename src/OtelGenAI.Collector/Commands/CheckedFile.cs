using System.Text;
using System.Text.Json;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry.ConventionCheck;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Collector.Commands;

/// <summary>Checks the spans of a file: OTLP as JSON, as JSON requests one after another, or as protobuf.</summary>
internal static class CheckedFile
{
    private const string StandardInput = "-";

    /// <summary>Checks it.</summary>
    /// <exception cref="StartupException">It cannot be read, or is no OTLP.</exception>
    public static async Task<FindingCounts> CheckAsync(string path, ConventionChecker checker, CancellationToken cancellation)
    {
        var bytes = await ReadAsync(path, cancellation);
        var keys = new AttributeKeyTable();
        var batch = new TelemetryBatch(keys);
        var reader = new DialectReader(keys);
        var counts = new FindingCounts();
        using var json = new OtlpJsonDecoder();
        foreach (var (request, isJson) in Requests(path, bytes))
        {
            var result = isJson ? json.DecodeTraces(batch, request, OtlpLimits.Default) : OtlpTraceDecoder.Decode(batch, request, OtlpLimits.Default);
            if (result is OtlpDecodeResult.Malformed malformed)
            {
                throw new StartupException($"{path} is no OTLP: {malformed.Message}");
            }

            reader.Read(batch);
            checker.Check(batch, counts);
        }

        return counts.Spans > 0 ? counts : throw new StartupException($"{path} has no spans: it is not an OTLP request of traces, or an empty one.");
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (path != StandardInput)
            {
                return await File.ReadAllBytesAsync(path, cancellation);
            }

            using var copy = new MemoryStream();
            await using var input = Console.OpenStandardInput();
            await input.CopyToAsync(copy, cancellation);
            return copy.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be read: {e.Message}");
        }
    }

    private static List<(ReadOnlyMemory<byte> Request, bool IsJson)> Requests(string path, ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

        // No request in protobuf begins with a brace: that would be its field 15.
        if (text.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return [(bytes, false)];
        }

        List<(ReadOnlyMemory<byte>, bool)> requests = [];
        var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                requests.Add((text[start..(int)reader.BytesConsumed], true));
            }
        }
        catch (JsonException e)
        {
            throw new StartupException($"{path} is no JSON: {e.Message}");
        }

        return requests;
    }
}
