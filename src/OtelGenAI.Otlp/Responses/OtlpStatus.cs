using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Responses;

/// <summary>Why a whole request failed: a <c>google.rpc.Status</c>, the body of every OTLP/HTTP error and of <c>grpc-status-details-bin</c>.</summary>
/// <remarks>Source: OTLP specification 1.11.0, "Failures"; google/rpc/status.proto and error_details.proto.</remarks>
/// <param name="Code">gRPC status code: 3 invalid argument, 8 resource exhausted, 13 internal, 14 unavailable, 16 unauthenticated …</param>
/// <param name="Message">What happened, for the developer who sends; cut to <see cref="ExportResponse.MaxMessageBytes"/>.</param>
public sealed record OtlpStatus(int Code, string Message)
{
    private const string TypePrefix = "type.googleapis.com/google.rpc.";

    /// <summary>When to send again, as a <c>RetryInfo</c> detail; <see langword="null"/> for no hint.</summary>
    /// <remarks>With code 8 this is what makes the difference between "send later" and "drop": never set it for a body over the limit.</remarks>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is wrong with the request, as a <c>BadRequest</c> detail; empty for none.</summary>
    public IReadOnlyList<FieldViolation> FieldViolations { get; init; } = [];

    /// <summary>Writes the status.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="encoding">How the request was encoded.</param>
    public void Write(IBufferWriter<byte> output, OtlpEncoding encoding)
    {
        if (encoding == OtlpEncoding.Json)
        {
            WriteJson(output);
            return;
        }

        using var status = new WireWriter();
        WriteProtobuf(status);
        output.Write(status.WrittenSpan);
    }

    /// <summary>The status in protobuf; base64 of it, without padding, is the value of <c>grpc-status-details-bin</c>.</summary>
    public byte[] ToProtobuf()
    {
        using var status = new WireWriter();
        WriteProtobuf(status);
        return status.WrittenSpan.ToArray();
    }

    private void WriteProtobuf(WireWriter status)
    {
        status.WriteField(1, (ulong)Code);
        status.WriteField(2, Utf8Text.Cut(Message, ExportResponse.MaxMessageBytes));
        if (RetryAfter is { } delay)
        {
            using var detail = new WireWriter();
            WriteRetryInfo(detail, delay);
            WriteAny(status, "RetryInfo", detail.WrittenSpan);
        }

        if (FieldViolations.Count > 0)
        {
            using var detail = new WireWriter();
            WriteBadRequest(detail);
            WriteAny(status, "BadRequest", detail.WrittenSpan);
        }
    }

    private void WriteJson(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("code"u8, Code);
        json.WriteString("message"u8, Utf8Text.Cut(Message, ExportResponse.MaxMessageBytes));
        if (RetryAfter is not null || FieldViolations.Count > 0)
        {
            json.WriteStartArray("details"u8);
            WriteJsonDetails(json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteJsonDetails(Utf8JsonWriter json)
    {
        if (RetryAfter is { } delay)
        {
            json.WriteStartObject();
            json.WriteString("@type"u8, TypePrefix + "RetryInfo");
            json.WriteString("retryDelay"u8, delay.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s");
            json.WriteEndObject();
        }

        if (FieldViolations.Count > 0)
        {
            json.WriteStartObject();
            json.WriteString("@type"u8, TypePrefix + "BadRequest");
            json.WriteStartArray("fieldViolations"u8);
            foreach (var violation in FieldViolations)
            {
                json.WriteStartObject();
                json.WriteString("field"u8, violation.Field);
                json.WriteString("description"u8, violation.Description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void WriteRetryInfo(WireWriter detail, TimeSpan delay)
    {
        using var duration = new WireWriter();
        var seconds = delay.Ticks / TimeSpan.TicksPerSecond;
        duration.WriteField(1, (ulong)seconds);
        duration.WriteField(2, (ulong)(delay.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick));
        detail.WriteField(1, duration.WrittenSpan);
    }

    private void WriteBadRequest(WireWriter detail)
    {
        foreach (var violation in FieldViolations)
        {
            using var message = new WireWriter();
            message.WriteField(1, Utf8Text.Cut(violation.Field, ExportResponse.MaxMessageBytes));
            message.WriteField(2, Utf8Text.Cut(violation.Description, ExportResponse.MaxMessageBytes));
            detail.WriteField(1, message.WrittenSpan);
        }
    }

    private static void WriteAny(WireWriter status, string type, ReadOnlySpan<byte> value)
    {
        using var any = new WireWriter();
        any.WriteField(1, System.Text.Encoding.UTF8.GetBytes(TypePrefix + type));
        any.WriteField(2, value);
        status.WriteField(3, any.WrittenSpan);
    }
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">Which part of the request, such as <c>resource_spans</c>.</param>
/// <param name="Description">What is wrong with it.</param>
public sealed record FieldViolation(string Field, string Description);
