namespace OtelGenAI.Demo.ScriptedProvider;

/// <summary>What the scripted model does next.</summary>
internal abstract record ScriptedTurn
{
    private ScriptedTurn()
    {
    }

    /// <summary>It answers.</summary>
    public sealed record Say(string Text) : ScriptedTurn;

    /// <summary>It wants tools.</summary>
    public sealed record Call(params IReadOnlyList<(string Tool, string Arguments)> Tools) : ScriptedTurn;

    /// <summary>It refuses: first it is too busy, then it breaks.</summary>
    public sealed record BreakDown : ScriptedTurn;
}
