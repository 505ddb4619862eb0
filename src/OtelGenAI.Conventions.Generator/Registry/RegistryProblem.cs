namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Something wrong in a convention file.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Line of the entry, counted from 1.</param>
/// <param name="Entry">Name of the entry, or of the section if the entry has no name.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
internal sealed record RegistryProblem(string File, long Line, string Entry, string Message)
{
    /// <summary>Writes the problem the way MSBuild recognises, so that a build shows file and line.</summary>
    public override string ToString() => $"{File}({Line}): error CONV001: {Entry}: {Message}";
}
