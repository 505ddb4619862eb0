namespace OtelGenAI;

/// <summary>One part of a <see cref="GenAIMessage"/>.</summary>
/// <remarks>A closed family: the conventions allow generic parts, and <see cref="Generic"/> is ours.</remarks>
public abstract record GenAIPart
{
    private GenAIPart()
    {
    }

    /// <summary>Plain text.</summary>
    /// <param name="Content">The text.</param>
    public sealed record Text(string Content) : GenAIPart;

    /// <summary>What a model thought before it answered, as far as the provider shows it.</summary>
    /// <param name="Content">The text.</param>
    public sealed record Reasoning(string Content) : GenAIPart;

    /// <summary>The model asks for a tool.</summary>
    /// <param name="Id">The provider's id of the call, which the response repeats.</param>
    /// <param name="Name">Name of the tool.</param>
    /// <param name="Arguments">JSON text; anything that is not JSON is kept as a string.</param>
    public sealed record ToolCall(string? Id, string Name, string? Arguments) : GenAIPart;

    /// <summary>What a tool answered.</summary>
    /// <param name="Id">Id of the call it answers.</param>
    /// <param name="Response">JSON text; anything that is not JSON is kept as a string.</param>
    public sealed record ToolCallResponse(string? Id, string Response) : GenAIPart;

    /// <summary>Bytes inside the message.</summary>
    /// <param name="Modality"><c>image</c>, <c>audio</c>, <c>video</c> or <c>document</c>.</param>
    /// <param name="MimeType">Media type, when known.</param>
    /// <param name="Base64">The bytes in base64.</param>
    public sealed record Blob(string Modality, string? MimeType, string Base64) : GenAIPart;

    /// <summary>A file the provider already holds.</summary>
    /// <param name="Modality"><c>image</c>, <c>audio</c>, <c>video</c> or <c>document</c>.</param>
    /// <param name="FileId">The provider's id of the file.</param>
    public sealed record File(string Modality, string FileId) : GenAIPart;

    /// <summary>Something the provider fetches by itself.</summary>
    /// <param name="Modality"><c>image</c>, <c>audio</c>, <c>video</c> or <c>document</c>.</param>
    /// <param name="Address">The URI; never a <c>data:</c> URI, which is a <see cref="Blob"/>.</param>
    public sealed record Link(string Modality, string Address) : GenAIPart;

    /// <summary>Anything the conventions have no part for.</summary>
    /// <param name="Type">The provider's word for it.</param>
    /// <param name="Content">Its text, when it has one.</param>
    public sealed record Generic(string Type, string? Content) : GenAIPart;
}
