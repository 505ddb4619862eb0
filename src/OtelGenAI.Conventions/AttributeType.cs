namespace OtelGenAI.Conventions;

/// <summary>Type a convention gives to the value of an attribute.</summary>
/// <remarks>What arrives may differ: read leniently, write strictly.</remarks>
public enum AttributeType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>Whole number of 64 bits.</summary>
    Int,

    /// <summary>Floating-point number of 64 bits.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>List of texts.</summary>
    StringArray,

    /// <summary>Structured value: lists and maps, or JSON text where the producer cannot write structure.</summary>
    Any,

    /// <summary>Family of text attributes; the name is a prefix, followed by a dot and a key.</summary>
    TemplateString,
}
