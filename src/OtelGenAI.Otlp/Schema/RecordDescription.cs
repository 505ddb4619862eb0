using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Schema;

/// <summary>How a sentence names a record: what it is called, and which of its fields tell it from others.</summary>
/// <param name="Noun">What it is, as a sentence begins: "Span".</param>
/// <param name="NameField">Number of the text field that names it; 0 for none.</param>
/// <param name="IdField">Number of the field with a span id; 0 for none.</param>
internal sealed record RecordDescription(string Noun, int NameField = 0, int IdField = 0)
{
    /// <summary>Whether it has fields that tell it from others.</summary>
    public bool HasName => NameField != 0;

    /// <summary>Key of the field that names it.</summary>
    public uint NameTag => ((uint)NameField << 3) | WireType.Length;

    /// <summary>Key of the field with a span id.</summary>
    public uint IdTag => ((uint)IdField << 3) | WireType.Length;
}
