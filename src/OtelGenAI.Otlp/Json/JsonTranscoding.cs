using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Json;

/// <summary>Writes one JSON document as the protobuf message it stands for.</summary>
/// <remarks>Recursive, bounded by the depth that the JSON reader accepts.</remarks>
internal ref struct JsonTranscoding
{
    // A key-value list takes 4 levels of JSON per level of value; what is around an attribute of an exemplar takes 17.
    private const int JsonLevelsPerValueLevel = 4;
    private const int JsonLevelsAroundValues = 19;

    private const NumberStyles ExponentStyle =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // A batch keeps fewer.
    private const int ExplainedRejections = 16;

    private readonly WireWriter _output;
    private readonly int _bomLength;
    private Utf8JsonReader _reader;
    private List<(string Cause, string Reason)>? _rejections;
    private (string Cause, string Problem)? _recordProblem;
    private string? _shapeProblem;
    private bool _isInRecord;
    private int _invalidTextCount;

    /// <summary>Begins with a document.</summary>
    public JsonTranscoding(ReadOnlySpan<byte> json, WireWriter output, OtlpLimits limits)
    {
        _output = output;
        _output.Clear();
        _bomLength = json.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        _reader = new Utf8JsonReader(json[_bomLength..], new JsonReaderOptions
        {
            MaxDepth = JsonLevelsAroundValues + (JsonLevelsPerValueLevel * limits.MaxValueDepth),
        });
    }

    /// <summary>Writes the whole document.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public OtlpDecodeResult.Malformed? Run(MessageSchema schema)
    {
        try
        {
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMessage(schema);
            }
            else if (_reader.TokenType != JsonTokenType.Null)
            {
                return Malformed($"the document must be an object such as {{\"{schema.Fields[0].JsonText}\":[…]}}, not {TokenName}");
            }

            // Text behind the document is an error: the reader says so here.
            _reader.Read();
            return null;
        }
        catch (JsonException problem)
        {
            return Malformed(_shapeProblem ?? "not valid JSON: " + WithoutPosition(problem.Message));
        }
    }

    /// <summary>Adds what was refused and what was replaced on the way to the batch that was decoded from the output.</summary>
    public readonly void AddFindingsTo(TelemetryBatch batch)
    {
        batch.InvalidTextCount += _invalidTextCount;
        if (_rejections is null)
        {
            return;
        }

        foreach (var (cause, reason) in _rejections)
        {
            batch.Rejections.Add(cause, () => reason);
        }
    }

    private readonly string TokenName => _reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };

    private static string WithoutPosition(string message)
    {
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (position < 0 ? message : message[..position]).TrimEnd('.');
    }

    private readonly OtlpDecodeResult.Malformed Malformed(string reason) => new(reason, _bomLength + _reader.TokenStartIndex);

    private void ReadMessage(MessageSchema schema)
    {
        // Where each field was written: a name that occurs again takes back what it wrote before.
        Span<WrittenField> written = stackalloc WrittenField[schema.Fields.Length];
        var expected = 0;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldNamed(schema, PlainText(), expected);
            _reader.Read();
            if (field is null)
            {
                _reader.Skip();
                continue;
            }

            expected = field.Index + 1;
            TakeBack(written, field.Index);
            written[field.Index].Start = _output.Length;
            ReadField(schema, field);
            written[field.Index].Length = _output.Length - written[field.Index].Start;
        }
    }

    private static FieldSchema? FieldNamed(MessageSchema schema, ReadOnlySpan<byte> name, int expected)
    {
        var fields = schema.Fields;
        for (var count = 0; count < fields.Length; count++, expected++)
        {
            var field = fields[expected < fields.Length ? expected : expected - fields.Length];
            if (name.SequenceEqual(field.JsonName) || name.SequenceEqual(field.ProtoName))
            {
                return field;
            }
        }

        return null;
    }

    private readonly void TakeBack(Span<WrittenField> written, int index)
    {
        var (start, length) = (written[index].Start, written[index].Length);
        if (length == 0)
        {
            return;
        }

        _output.Remove(start, length);
        written[index].Length = 0;
        foreach (ref var other in written)
        {
            if (other.Start > start)
            {
                other.Start -= length;
            }
        }
    }

    private void ReadField(MessageSchema schema, FieldSchema field)
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (!field.IsRepeated)
        {
            ReadValue(schema, field);
            return;
        }

        Require(field, _reader.TokenType == JsonTokenType.StartArray);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType != JsonTokenType.Null)
            {
                ReadValue(schema, field);
            }
        }
    }

    private void ReadValue(MessageSchema schema, FieldSchema field)
    {
        switch (field.Kind)
        {
            case FieldKind.Message:
                Require(field, _reader.TokenType == JsonTokenType.StartObject);
                ReadNested(field);
                break;
            case FieldKind.String:
                Require(field, _reader.TokenType == JsonTokenType.String);
                ReadText(field);
                break;
            case FieldKind.Bytes:
                Require(field, _reader.TokenType == JsonTokenType.String);
                ReadBase64(field);
                break;
            case FieldKind.Id:
                Require(field, _reader.TokenType == JsonTokenType.String);
                ReadId(field);
                break;
            case FieldKind.Bool:
                Require(field, _reader.TokenType is JsonTokenType.True or JsonTokenType.False);
                _output.WriteVarint(field.Tag);
                _output.WriteVarint(_reader.TokenType == JsonTokenType.True ? 1u : 0u);
                break;
            case FieldKind.Double:
                ReadDouble(field);
                break;
            case FieldKind.Enum:
                ReadEnum(field);
                break;
            default:
                Require(field, _reader.TokenType is JsonTokenType.Number or JsonTokenType.String);
                ReadInteger(schema, field);
                break;
        }
    }

    private void ReadNested(FieldSchema field)
    {
        var schema = field.Message ?? throw new UnreachableException("A field of kind message has a message.");
        var start = _output.Length;
        _output.WriteVarint(field.Tag);
        var contents = _output.BeginLength(schema.ExpectedLengthBytes);
        if (schema.Record is null)
        {
            ReadMessage(schema);
            _output.EndLength(contents, schema.ExpectedLengthBytes);
            return;
        }

        _isInRecord = true;
        _recordProblem = null;
        ReadMessage(schema);
        if (_recordProblem is { } problem)
        {
            // The sentence needs what was read: the problem may stand before the name.
            _rejections ??= [];
            var reason = _rejections.Count < ExplainedRejections ? RecordSentence.Of(schema, _output.WrittenSpan[contents..], problem.Problem) : "";
            _rejections.Add((problem.Cause, reason));
            _output.TruncateTo(start);
        }
        else
        {
            _output.EndLength(contents, schema.ExpectedLengthBytes);
        }

        _isInRecord = false;
    }

    private void ReadText(FieldSchema field)
    {
        var text = _reader.ValueSpan;
        _output.WriteVarint(field.Tag);
        if (!_reader.ValueIsEscaped)
        {
            _output.WriteVarint((uint)text.Length);
            _output.WriteRaw(text);
            return;
        }

        var lengthBytes = WireWriter.VarintBytes((uint)text.Length);
        var start = _output.BeginLength(lengthBytes);
        _output.Advance(JsonText.Unescape(text, _output.Reserve(text.Length + JsonText.SpareBytes), ref _invalidTextCount));
        _output.EndLength(start, lengthBytes);
    }

    private void ReadBase64(FieldSchema field)
    {
        var text = PlainText();
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length + 4);
        if (TryDecodeBase64(text, buffer, out var count))
        {
            _output.WriteVarint(field.Tag);
            _output.WriteVarint((uint)count);
            _output.WriteRaw(buffer.AsSpan(0, count));
        }
        else
        {
            Impossible(field, "is not base64");
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static bool TryDecodeBase64(ReadOnlySpan<byte> text, Span<byte> destination, out int count)
    {
        // base64url is what proto3 JSON allows besides, padded or not; the decoder for it wants neither '+' nor '/'.
        if (Base64.DecodeFromUtf8(text, destination, out _, out count) == OperationStatus.Done)
        {
            return true;
        }

        var url = text.ToArray();
        url.AsSpan().Replace((byte)'+', (byte)'-');
        url.AsSpan().Replace((byte)'/', (byte)'_');
        return Base64Url.DecodeFromUtf8(url, destination, out _, out count) == OperationStatus.Done;
    }

    private void ReadId(FieldSchema field)
    {
        var text = PlainText();
        _output.WriteVarint(field.Tag);
        _output.WriteVarint((uint)text.Length / 2);
        var room = _output.Reserve(text.Length / 2)[..(text.Length / 2)];
        if (Convert.FromHexString(text, room, out _, out var written) == OperationStatus.Done)
        {
            _output.Advance(written);
        }
        else
        {
            _output.Advance(room.Length);
            Impossible(field, "is not hexadecimal (OTLP/JSON writes ids in hexadecimal, not in base64)");
        }
    }

    private void ReadDouble(FieldSchema field)
    {
        Require(field, _reader.TokenType is JsonTokenType.Number or JsonTokenType.String);
        if (TryParseDouble(PlainText(), out var value))
        {
            _output.WriteVarint(field.Tag);
            _output.WriteFixed64(BitConverter.DoubleToUInt64Bits(value));
        }
        else
        {
            Impossible(field, "is not a number");
        }
    }

    private static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        if (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && !text.IsEmpty)
        {
            return true;
        }

        value = 0;
        return false;
    }

    private void ReadEnum(FieldSchema field)
    {
        Require(field, _reader.TokenType is JsonTokenType.Number or JsonTokenType.String);
        var text = PlainText();
        if (!TryParseWhole(text, out var number))
        {
            number = _reader.TokenType == JsonTokenType.String && field.Enum is { } names
                ? names.NumberOf(Encoding.UTF8.GetString(text))
                : 0;
        }

        _output.WriteVarint(field.Tag);
        _output.WriteVarint((ulong)(long)(int)Int128.Clamp(number, int.MinValue, int.MaxValue));
    }

    private void ReadInteger(MessageSchema schema, FieldSchema field)
    {
        var text = PlainText();
        if (!TryParseWhole(text, out var number) || !IsInRange(field.Kind, ref number))
        {
            // Numbers that do not fit an int64 are kept as what they are, rather than losing the record.
            if (schema == ResourceSchema.AnyValue && field.Kind == FieldKind.Int64 && TryParseDouble(text, out var value))
            {
                _output.WriteVarint(DoubleValue.Tag);
                _output.WriteFixed64(BitConverter.DoubleToUInt64Bits(value));
                return;
            }

            Impossible(field, $"is not a number that fits ({Shown(text)})");
            return;
        }

        _output.WriteVarint(field.Tag);
        switch (field.Kind)
        {
            case FieldKind.Fixed64:
                _output.WriteFixed64((ulong)number);
                break;
            case FieldKind.SFixed64:
                _output.WriteFixed64((ulong)(long)number);
                break;
            case FieldKind.Fixed32:
                _output.WriteFixed32((uint)number);
                break;
            case FieldKind.SInt32:
                _output.WriteVarint((uint)(((int)number << 1) ^ ((int)number >> 31)));
                break;
            case FieldKind.UInt64:
                _output.WriteVarint((ulong)number);
                break;
            default:
                _output.WriteVarint((ulong)(long)number);
                break;
        }
    }

    private static FieldSchema DoubleValue { get; } = ResourceSchema.AnyValue.ByNumber(4)!;

    private static bool IsInRange(FieldKind kind, ref Int128 number)
    {
        switch (kind)
        {
            case FieldKind.Int64 or FieldKind.SFixed64:
                return number >= long.MinValue && number <= long.MaxValue;
            case FieldKind.UInt64 or FieldKind.Fixed64:
                return number >= 0 && number <= ulong.MaxValue;
            case FieldKind.UInt32:
                // Counts: saturated, as in protobuf.
                number = Int128.Min(number, uint.MaxValue);
                return number >= 0;
            case FieldKind.Fixed32:
                return number >= 0 && number <= uint.MaxValue;
            default:
                return number >= int.MinValue && number <= int.MaxValue;
        }
    }

    private static bool TryParseWhole(ReadOnlySpan<byte> text, out Int128 number)
    {
        if (Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length)
        {
            number = whole;
            return true;
        }

        if (Utf8Parser.TryParse(text, out ulong large, out used) && used == text.Length)
        {
            number = large;
            return true;
        }

        // 1e18, 5.0. A decimal holds every 64-bit number exactly.
        number = 0;
        if (text.Length > 64 ||
            !decimal.TryParse(text, ExponentStyle, CultureInfo.InvariantCulture, out var value) ||
            decimal.Truncate(value) != value)
        {
            return false;
        }

        number = (Int128)value;
        return true;
    }

    // Names, ids and numbers: nobody escapes anything in them, but it is legal.
    private ReadOnlySpan<byte> PlainText()
    {
        if (!_reader.ValueIsEscaped)
        {
            return _reader.ValueSpan;
        }

        var text = new byte[_reader.ValueSpan.Length + JsonText.SpareBytes];
        return text.AsSpan(0, JsonText.Unescape(_reader.ValueSpan, text, ref _invalidTextCount));
    }

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)]);

    private void Impossible(FieldSchema field, string problem)
    {
        if (!_isInRecord)
        {
            FailShape($"{field.JsonText} {problem}");
        }

        _recordProblem ??= (Encoding.UTF8.GetString(field.ProtoName), $"{field.JsonText} {problem}");
    }

    private void Require(FieldSchema field, bool hasItsShape)
    {
        if (!hasItsShape)
        {
            FailShape($"{field.JsonText} must be {ShapeOf(field)}, not {TokenName}");
        }
    }

    // Leaves the recursion the way the JSON reader does when the text is not JSON.
    [DoesNotReturn]
    private void FailShape(string problem)
    {
        _shapeProblem = problem;
        throw new JsonException(problem);
    }

    private readonly string ShapeOf(FieldSchema field)
    {
        if (field.Message == ResourceSchema.KeyValue)
        {
            return "an array such as [{\"key\":\"…\",\"value\":{\"stringValue\":\"…\"}}]";
        }

        if (field.Message == ResourceSchema.AnyValue)
        {
            return "an object such as {\"stringValue\":\"…\"}, {\"intValue\":\"1\"} or {\"boolValue\":true}";
        }

        return field.Kind switch
        {
            _ when field.IsRepeated && _reader.TokenType != JsonTokenType.StartArray => "an array",
            FieldKind.Message => "an object",
            FieldKind.Bool => "true or false",
            FieldKind.Id => "a string of hexadecimal digits",
            FieldKind.Bytes => "a string in base64",
            FieldKind.String => "a string",
            _ => "a number, or a string with one",
        };
    }

    private struct WrittenField
    {
        public int Start;
        public int Length;
    }
}
