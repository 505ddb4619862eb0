using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Json;

/// <summary>Writes stored spans and log records as one OTLP/JSON document, one after the other; neighbours share equal resources and scopes.</summary>
/// <remarks>
/// Not thread-safe. For a document that does not fit in memory: call <see cref="Flush"/> now and then, and flush what is behind the
/// output yourself. A document may hold several signals, one after the other: receivers must ignore members they do not know, so each
/// takes from it what belongs to the path it is sent to. Unknown fields cannot be said in OTLP/JSON; they are counted in <see cref="Losses"/>.
/// </remarks>
public sealed class OtlpJsonWriter : IDisposable
{
    private readonly Utf8JsonWriter _json;
    private readonly MessageJsonWriter _messages;
    private ReadOnlyMemory<byte> _resourceEnvelope;
    private ReadOnlyMemory<byte> _scopeEnvelope;
    private SignalSchema _signal;
    private bool _hasRecords;

    /// <summary>Begins a document.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="signal">What the first records are.</param>
    public OtlpJsonWriter(IBufferWriter<byte> output, OtlpSignal signal)
    {
        _json = new Utf8JsonWriter(output, new JsonWriterOptions
        {
            // Text of any language stays readable and short. The answer is application/json, never part of a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });
        _messages = new MessageJsonWriter(_json);
        _json.WriteStartObject();
        _signal = SignalSchema.Of(signal);
        _json.WriteStartArray(_signal.Resources.EncodedJsonName);
    }

    /// <summary>What could not be written so far.</summary>
    public JsonLosses Losses => _messages.Losses;

    /// <summary>Ends the records of one signal and begins those of another.</summary>
    /// <param name="signal">What the next records are; each signal once.</param>
    public void Begin(OtlpSignal signal)
    {
        EndScope(endResource: true);
        _json.WriteEndArray();
        _hasRecords = false;
        _signal = SignalSchema.Of(signal);
        _json.WriteStartArray(_signal.Resources.EncodedJsonName);
    }

    /// <summary>Writes a record.</summary>
    /// <param name="record">The record; borrowed until another is written, because the next may have the same envelopes.</param>
    /// <exception cref="InvalidDataException">A piece is not the protobuf message it should be; the document is unusable.</exception>
    public void Write(OtlpRecordParts record)
    {
        var isSameResource = _hasRecords && record.ResourceEnvelope.Span.SequenceEqual(_resourceEnvelope.Span);
        if (!isSameResource || !record.ScopeEnvelope.Span.SequenceEqual(_scopeEnvelope.Span))
        {
            EndScope(endResource: !isSameResource);
            BeginScope(record, beginResource: !isSameResource);
        }

        _resourceEnvelope = record.ResourceEnvelope;
        _scopeEnvelope = record.ScopeEnvelope;
        _hasRecords = true;
        _json.WriteStartObject();
        WriteFields(record.Message.Span, _signal.Records.Message!);
        _json.WriteEndObject();
    }

    /// <summary>Ends the document and hands all of it to the output.</summary>
    public void Complete()
    {
        EndScope(endResource: true);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>Hands what is written so far to the output.</summary>
    public void Flush() => _json.Flush();

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void BeginScope(OtlpRecordParts record, bool beginResource)
    {
        if (beginResource)
        {
            _json.WriteStartObject();
            WriteFields(record.ResourceEnvelope.Span, _signal.Resources.Message!);
            _json.WriteStartArray(_signal.Scopes.EncodedJsonName);
        }

        _json.WriteStartObject();
        WriteFields(record.ScopeEnvelope.Span, _signal.Scopes.Message!);
        _json.WriteStartArray(_signal.Records.EncodedJsonName);
    }

    private void EndScope(bool endResource)
    {
        if (!_hasRecords)
        {
            return;
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        if (endResource)
        {
            _json.WriteEndArray();
            _json.WriteEndObject();
        }
    }

    private void WriteFields(ReadOnlySpan<byte> message, MessageSchema schema)
    {
        var reader = new WireReader(message, origin: 0);
        _messages.WriteFields(ref reader, schema, valueLevel: 1);
        if (reader.Failure is { } failure)
        {
            throw new InvalidDataException(
                $"A stored {schema.Name} message of {message.Length} bytes is damaged at byte {reader.FailureOffset}: {failure}.");
        }
    }
}
