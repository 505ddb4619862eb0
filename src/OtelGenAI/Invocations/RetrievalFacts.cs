namespace OtelGenAI.Invocations;

/// <summary>What is known about a search, beside what every call of a model has.</summary>
internal sealed class RetrievalFacts
{
    public long? TopK { get; set; }

    public string? Query { get; set; }

    /// <summary>JSON array of what was found, best first.</summary>
    public string? Documents { get; set; }
}
