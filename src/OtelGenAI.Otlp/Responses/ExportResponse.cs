using System.Buffers;
using System.Text.Json;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Responses;

/// <summary>Writes the answer to an export request that was accepted, wholly or in part.</summary>
/// <remarks>
/// Source: OTLP specification 1.11.0, "Partial Success". A client must not send again what a partial success rejects: so this is
/// never the answer to a passing condition; that is an <see cref="OtlpStatus"/>.
/// </remarks>
public static class ExportResponse
{
    /// <summary>Longest message that is sent, in bytes of UTF-8.</summary>
    /// <remarks>The OTel Collector's exporter reads at most 64 kB of a response and takes more for an error.</remarks>
    public const int MaxMessageBytes = 1024;

    /// <summary>Writes an <c>Export{Trace,Logs,Metrics}ServiceResponse</c>.</summary>
    /// <param name="output">Where to; nothing is written for a full success in protobuf, and <c>{}</c> in JSON.</param>
    /// <param name="signal">What the request carried.</param>
    /// <param name="encoding">How the request was encoded.</param>
    /// <param name="rejected">How many spans, log records or data points were rejected for good.</param>
    /// <param name="message">Why, or a warning when none was rejected; <see langword="null"/> or empty for none.</param>
    public static void Write(IBufferWriter<byte> output, OtlpSignal signal, OtlpEncoding encoding, long rejected, string? message)
    {
        var text = Utf8Text.Cut(message ?? "", MaxMessageBytes);
        if (encoding == OtlpEncoding.Json)
        {
            WriteJson(output, signal, rejected, text);
        }
        else if (rejected != 0 || text.Length > 0)
        {
            WriteProtobuf(output, rejected, text);
        }
    }

    private static void WriteProtobuf(IBufferWriter<byte> output, long rejected, byte[] text)
    {
        using var partialSuccess = new WireWriter(MaxMessageBytes + 32);
        if (rejected != 0)
        {
            partialSuccess.WriteField(1, (ulong)rejected);
        }

        if (text.Length > 0)
        {
            partialSuccess.WriteField(2, text);
        }

        using var response = new WireWriter(MaxMessageBytes + 64);
        response.WriteField(1, partialSuccess.WrittenSpan);
        output.Write(response.WrittenSpan);
    }

    private static void WriteJson(IBufferWriter<byte> output, OtlpSignal signal, long rejected, byte[] text)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (rejected != 0 || text.Length > 0)
        {
            json.WriteStartObject("partialSuccess"u8);
            if (rejected != 0)
            {
                json.WriteString(RejectedName(signal), rejected.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            if (text.Length > 0)
            {
                json.WriteString("errorMessage"u8, text);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> RejectedName(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Traces => "rejectedSpans"u8,
        OtlpSignal.Logs => "rejectedLogRecords"u8,
        OtlpSignal.Metrics => "rejectedDataPoints"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "There are three signals."),
    };
}
