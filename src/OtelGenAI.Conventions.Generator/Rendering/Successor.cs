namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>What took the place of a deprecated name.</summary>
/// <param name="Since">Version or pull request that replaced it.</param>
/// <param name="Use">Current names; empty if nothing took its place.</param>
/// <param name="Note">What else a reader must know.</param>
internal sealed record Successor(string Since, IReadOnlyList<string> Use, string? Note)
{
    /// <summary>Says it to people.</summary>
    public string Sentence
    {
        get
        {
            var sentence = Use.Count > 0 ? $"Deprecated since {Since}: use {string.Join(", ", Use)}." : $"Deprecated since {Since}, without a successor.";
            return Note is null ? sentence : $"{sentence} {Note}";
        }
    }

    /// <summary>Says it in C#.</summary>
    public string Expression => $"new Deprecation({Literal.Text(Since)}, {Literal.List(Use)}, {Literal.Text(Note)})";
}
