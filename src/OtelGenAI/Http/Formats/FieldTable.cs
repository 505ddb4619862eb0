using System.Text;
using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats;

/// <summary>Reads the value of one property into the facts.</summary>
/// <param name="reader">Is on the property's name, and left at the end of its value.</param>
/// <param name="facts">Is filled.</param>
/// <param name="policy">Decides about content.</param>
internal delegate void ReadField(ref Utf8JsonReader reader, InvocationFacts facts, ContentPolicy policy);

/// <summary>The properties of one JSON object that matter, each with what to do about it. Filled once, then read by many threads.</summary>
internal sealed class FieldTable
{
    private readonly List<(byte[] Name, ReadField Read)> _fields = [];

    /// <summary>Adds a property.</summary>
    public ReadField this[string name]
    {
        set => _fields.Add((Encoding.UTF8.GetBytes(name), value));
    }

    /// <summary>Reads a whole body.</summary>
    /// <returns><see langword="false"/> if it is not a JSON object. A body cut at the limit gives what was read until there.</returns>
    public bool ReadBody(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!JsonFields.EnterObject(ref reader))
            {
                return false;
            }

            ReadProperties(ref reader, facts, policy);
            return true;
        }
        catch (JsonException)
        {
            return reader.TokenType != JsonTokenType.None;
        }
    }

    /// <summary>Reads an object that is the value of the current property; anything else is passed over.</summary>
    public void ReadValue(ref Utf8JsonReader reader, InvocationFacts facts, ContentPolicy policy)
    {
        if (JsonFields.EnterObject(ref reader))
        {
            ReadProperties(ref reader, facts, policy);
        }
    }

    private void ReadProperties(ref Utf8JsonReader reader, InvocationFacts facts, ContentPolicy policy)
    {
        while (JsonFields.NextProperty(ref reader))
        {
            if (Find(ref reader) is { } read)
            {
                read(ref reader, facts, policy);
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }
    }

    // A walk along twenty names is faster than making a string of each property to look up.
    private ReadField? Find(ref Utf8JsonReader reader)
    {
        foreach (var (name, read) in _fields)
        {
            if (reader.ValueTextEquals(name))
            {
                return read;
            }
        }

        return null;
    }
}
