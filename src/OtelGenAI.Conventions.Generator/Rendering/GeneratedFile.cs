namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>One file of generated C#.</summary>
/// <param name="Name">File name, without folder.</param>
/// <param name="Text">Content, with LF line ends.</param>
internal sealed record GeneratedFile(string Name, string Text);
