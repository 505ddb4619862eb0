namespace OtelGenAI;

/// <summary>How far ids of <see cref="GenAI.BeginContext"/> may travel as baggage, and from whom they are taken.</summary>
/// <remarks>Whatever the scope, a recognised call of a model never carries them: ids of people are no business of a model provider.</remarks>
public enum GenAIBaggageScope
{
    /// <summary>They stay in this process, and none are taken from others.</summary>
    None = 0,

    /// <summary>In the <c>_meta</c> of MCP requests, to servers and from clients.</summary>
    Mcp = 1,

    /// <summary>As with <see cref="Mcp"/>, and in the headers of HTTP requests to and from the hosts of <see cref="GenAIInstrumentationOptions.BaggageHosts"/>.</summary>
    OwnServices = 2,
}
