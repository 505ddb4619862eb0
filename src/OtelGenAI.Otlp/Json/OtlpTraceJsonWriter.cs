using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Json;

/// <summary>Writes stored spans as one OTLP/JSON document, span after span; consecutive spans share equal resources and scopes.</summary>
/// <remarks>
/// Not thread-safe. For a document that does not fit in memory: call <see cref="Flush"/> now and then, and flush what is behind the
/// output yourself. Unknown fields cannot be said in OTLP/JSON; they are counted in <see cref="Losses"/>.
/// </remarks>
public sealed class OtlpTraceJsonWriter : IDisposable
{
    private readonly Utf8JsonWriter _json;
    private readonly MessageJsonWriter _messages;
    private ReadOnlyMemory<byte> _resourceEnvelope;
    private ReadOnlyMemory<byte> _scopeEnvelope;
    private bool _hasSpans;

    /// <summary>Begins a document.</summary>
    /// <param name="output">Where to.</param>
    public OtlpTraceJsonWriter(IBufferWriter<byte> output)
    {
        _json = new Utf8JsonWriter(output, new JsonWriterOptions
        {
            // Text of any language stays readable and short. The answer is application/json, never part of a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });
        _messages = new MessageJsonWriter(_json);
        _json.WriteStartObject();
        _json.WriteStartArray("resourceSpans"u8);
    }

    /// <summary>What could not be written so far.</summary>
    public JsonLosses Losses => _messages.Losses;

    /// <summary>Writes a span.</summary>
    /// <param name="span">The span; borrowed until another is written, because the next may have the same envelopes.</param>
    /// <exception cref="InvalidDataException">A piece is not the protobuf message it should be; the document is unusable.</exception>
    public void Write(OtlpSpanParts span)
    {
        var isSameResource = _hasSpans && span.ResourceEnvelope.Span.SequenceEqual(_resourceEnvelope.Span);
        if (!isSameResource || !span.ScopeEnvelope.Span.SequenceEqual(_scopeEnvelope.Span))
        {
            EndScope(endResource: !isSameResource);
            BeginScope(span, beginResource: !isSameResource);
        }

        _resourceEnvelope = span.ResourceEnvelope;
        _scopeEnvelope = span.ScopeEnvelope;
        _hasSpans = true;
        _json.WriteStartObject();
        WriteFields(span.Message.Span, TraceSchema.Span);
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

    private void BeginScope(OtlpSpanParts span, bool beginResource)
    {
        if (beginResource)
        {
            _json.WriteStartObject();
            WriteFields(span.ResourceEnvelope.Span, TraceSchema.ResourceSpans);
            _json.WriteStartArray("scopeSpans"u8);
        }

        _json.WriteStartObject();
        WriteFields(span.ScopeEnvelope.Span, TraceSchema.ScopeSpans);
        _json.WriteStartArray("spans"u8);
    }

    private void EndScope(bool endResource)
    {
        if (!_hasSpans)
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
