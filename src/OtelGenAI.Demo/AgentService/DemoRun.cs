namespace OtelGenAI.Demo.AgentService;

/// <summary>One run of the demo.</summary>
/// <param name="Name">Printed with its trace id.</param>
/// <param name="Question">What the agent is asked; the scripted model and the tools answer by it alone.</param>
internal sealed record DemoRun(string Name, string Question)
{
    /// <summary>The three runs: all is well, a tool lies and nobody notices, the model gives up.</summary>
    public static IReadOnlyList<DemoRun> All { get; } =
    [
        new("good", "Plan a weekend in Oslo: what is the weather, which hotel should I take, and how much is my budget of 1800 NOK in EUR?"),
        // The tool server's rate for SEK is from 2014: the answer sounds right and is wrong, and every request ends with 200.
        new("wrong-value", "I am in Stockholm with 12500 SEK left. How much is that in EUR, and does it pay for a flight of 1200 EUR?"),
        new("provider-down", "Plan a weekend in Reykjavik: what is the weather, which hotel should I take, and how much is my budget of 90000 ISK in EUR?"),
    ];
}
