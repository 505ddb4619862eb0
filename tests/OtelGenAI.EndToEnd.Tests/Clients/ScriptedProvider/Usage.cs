namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

/// <summary>Tokens of one answer: input includes the cache, output includes reasoning, whatever the wire format says.</summary>
internal sealed record Usage(int Input, int Output, int CacheRead = 0, int CacheWrite = 0, int Reasoning = 0)
{
    /// <summary>An answer that asks for a tool. Nothing of its prompt was in the cache yet.</summary>
    public static Usage OfToolCall { get; } = new(Input: 1200, Output: 30, Reasoning: 10);

    /// <summary>The answer to the result of a tool.</summary>
    public static Usage OfToolResult { get; } = new(Input: 1300, Output: 50, CacheRead: 1024, Reasoning: 20);

    /// <summary>An answer in words.</summary>
    public static Usage OfWords { get; } = new(Input: 900, Output: 40, CacheRead: 512, Reasoning: 16);

    /// <summary>An answer of Claude: 200 tokens came from nowhere, 1000 from the cache, 300 went into it.</summary>
    public static Usage OfClaude { get; } = new(Input: 1500, Output: 80, CacheRead: 1000, CacheWrite: 300);

    /// <summary>An answer of Gemini: 40 tokens of words, 24 of thoughts.</summary>
    public static Usage OfGemini { get; } = new(Input: 700, Output: 64, CacheRead: 256, Reasoning: 24);

    /// <summary>An embedding.</summary>
    public static Usage OfEmbedding { get; } = new(Input: 12, Output: 0);
}
