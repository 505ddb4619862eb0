using System.ComponentModel;
using System.Text;
using System.Text.Json;
using OtelGenAI.Content;

namespace OtelGenAI.Interception;

/// <summary>Arguments of a call, as they are to be recorded; for generated code. Not thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ObservedArguments
{
    private readonly List<(string Name, string Json)> _arguments = [];
    private readonly int _maxBytes = ContentPolicy.Current.MaxBytes;
    private string? _onlyText;

    internal string? FirstText { get; private set; }

    /// <summary>Adds one.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="value">Its value. Read now: the method may change it.</param>
    /// <returns>The same arguments.</returns>
    public ObservedArguments Add<T>(string name, T value)
    {
        _onlyText = _arguments.Count == 0 ? value as string : null;
        FirstText ??= value as string;
        _arguments.Add((name, ObservedValue.ToJson(value, _maxBytes)));
        return this;
    }

    // The one text that a method takes is what it was told; a list of one would only wrap it.
    internal string ToText() => _onlyText ?? ToJson();

    internal string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, ObservedValue.WriterOptions))
        {
            json.WriteStartObject();
            foreach (var (name, value) in _arguments)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
