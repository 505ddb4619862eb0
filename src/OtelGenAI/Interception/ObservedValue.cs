using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace OtelGenAI.Interception;

/// <summary>Turns arguments and results of methods into text.</summary>
/// <remarks>
/// What has a JSON of its own is written without reflection: texts, numbers, times, lists of them, and what the application's
/// <see cref="GenAIInstrumentationOptions.SerializerOptions"/> know. Other types by reflection, where the application is not trimmed; else by their name.
/// </remarks>
internal static class ObservedValue
{
    // Deeper is a graph of objects, such as entities that load each other, and not a value.
    private const int MaxDepth = 16;

    private const int MaxListItems = 1024;

    // Relaxed: it goes into an attribute, never into HTML.
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions s_default = new()
    {
        MaxDepth = MaxDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private static JsonSerializerOptions? s_ofApplication;

    /// <summary>Sets the application's options.</summary>
    public static void Use(JsonSerializerOptions? options) => Volatile.Write(ref s_ofApplication, options);

    /// <summary>A text as it is, everything else as JSON.</summary>
    public static string? ToText<T>(T value, int maxBytes) => value is null ? null : value as string ?? ToJson(value, maxBytes);

    /// <summary>JSON of anything; never throws.</summary>
    public static string ToJson<T>(T value, int maxBytes)
    {
        var bytes = new LimitedBuffer(maxBytes);
        try
        {
            using (var json = new Utf8JsonWriter(bytes, WriterOptions))
            {
                Write(json, value, depth: 0);
            }

            return Encoding.UTF8.GetString(bytes.Written);
        }
        catch (Exception)
        {
            // A getter that throws, a circle, a type that was trimmed, or more than may be recorded: what it was is all that can be said.
            return "\"" + JsonEncodedText.Encode(value?.GetType().FullName ?? "", WriterOptions.Encoder) + "\"";
        }
    }

    /// <summary>The judgement in a result.</summary>
    /// <returns>Nothing if it is neither a number, a truth, a text nor an enum.</returns>
    public static (double? Score, string? Label) ToScore<T>(T value) => value switch
    {
        bool truth => (truth ? 1 : 0, truth ? "true" : "false"),
        string text => (null, text),
        Enum member => (null, member.ToString()),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => (Convert.ToDouble(value, CultureInfo.InvariantCulture), null),
        _ => (null, null),
    };

    private static void Write(Utf8JsonWriter json, object? value, int depth)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal:
                json.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case JsonElement element:
                element.WriteTo(json);
                break;
            case JsonNode node:
                node.WriteTo(json);
                break;
            case JsonDocument document:
                document.WriteTo(json);
                break;
            case Uri or Enum or char or Version:
                json.WriteStringValue(value.ToString());
                break;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly:
                json.WriteStringValue(((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                break;
            case Guid or TimeSpan:
                json.WriteStringValue(((IFormattable)value).ToString(format: null, CultureInfo.InvariantCulture));
                break;
            default:
                WriteOther(json, value, depth);
                break;
        }
    }

    private static void WriteOther(Utf8JsonWriter json, object value, int depth)
    {
        // Walking it may be work, of a database for instance.
        // Bytes, and more items than a person would look at, are nothing to read.
        if (value is byte[] or ICollection { Count: > MaxListItems } or IQueryable or Stream or Delegate or CancellationToken or Type or IServiceProvider)
        {
            json.WriteStringValue(value.GetType().FullName);
        }
        else if (Volatile.Read(ref s_ofApplication) is { } options && options.TryGetTypeInfo(value.GetType(), out var known))
        {
            JsonSerializer.Serialize(json, value, known);
        }
        else if (value is IDictionary pairs && depth < MaxDepth)
        {
            WritePairs(json, pairs, depth);
        }
        else if (value is ICollection items && depth < MaxDepth)
        {
            WriteItems(json, items, depth);
        }
        else if (JsonSerializer.IsReflectionEnabledByDefault)
        {
            WriteByReflection(json, value);
        }
        else
        {
            json.WriteStringValue(value.GetType().FullName);
        }
    }

    private static void WritePairs(Utf8JsonWriter json, IDictionary pairs, int depth)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry pair in pairs)
        {
            json.WritePropertyName(Convert.ToString(pair.Key, CultureInfo.InvariantCulture)!);
            Write(json, pair.Value, depth + 1);
        }

        json.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter json, ICollection items, int depth)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            Write(json, item, depth + 1);
        }

        json.WriteEndArray();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where IsReflectionEnabledByDefault, which trimming turns off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reached only where IsReflectionEnabledByDefault, which native compilation turns off.")]
    private static void WriteByReflection(Utf8JsonWriter json, object value)
    {
        s_default.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        JsonSerializer.Serialize(json, value, value.GetType(), s_default);
    }

    /// <summary>Throws when more is written than anybody would keep, so that a huge value costs no more than that.</summary>
    private sealed class LimitedBuffer(int maxBytes) : IBufferWriter<byte>
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(initialCapacity: 256);

        public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

        public void Advance(int count)
        {
            _bytes.Advance(count);
            if (_bytes.WrittenCount > maxBytes)
            {
                throw new InvalidOperationException("The value is larger than what may be recorded.");
            }
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes.GetSpan(sizeHint);
    }
}
