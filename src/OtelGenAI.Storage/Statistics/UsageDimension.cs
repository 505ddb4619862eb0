namespace OtelGenAI.Storage.Statistics;

/// <summary>What spans are told apart by in the roll-ups.</summary>
public enum UsageDimension
{
    /// <summary><c>service.name</c>.</summary>
    Service,

    /// <summary><c>deployment.environment.name</c>.</summary>
    Environment,

    /// <summary>What the span is.</summary>
    Kind,

    /// <summary><c>gen_ai.operation.name</c>.</summary>
    Operation,

    /// <summary>Provider.</summary>
    Provider,

    /// <summary>Model that answered, or was asked for.</summary>
    Model,

    /// <summary>Tool.</summary>
    Tool,

    /// <summary>Agent.</summary>
    Agent,
}
