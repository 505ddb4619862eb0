namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>One convention file.</summary>
/// <param name="Path">Where it is, for messages.</param>
/// <param name="Text">Its YAML.</param>
internal sealed record RegistryFile(string Path, string Text);
