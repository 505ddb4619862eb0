namespace OtelGenAI.Telemetry;

/// <summary>What a span is in an agent run. The numbers are stored; they never change their meaning.</summary>
public enum ObservationKind : byte
{
    /// <summary>Anything that is not GenAI: HTTP, database, the application's own steps.</summary>
    Span = 0,

    /// <summary>An inference: a call of a language model.</summary>
    Llm = 1,

    /// <summary>An embedding call.</summary>
    Embedding = 2,

    /// <summary>A search in a data source.</summary>
    Retrieval = 3,

    /// <summary>A reordering of search results by a model.</summary>
    Rerank = 4,

    /// <summary>A tool execution.</summary>
    Tool = 5,

    /// <summary>An agent invocation.</summary>
    Agent = 6,

    /// <summary>A workflow: several agents or steps under one name.</summary>
    Workflow = 7,

    /// <summary>A check of input or output.</summary>
    Guardrail = 8,

    /// <summary>A judgement of quality.</summary>
    Evaluator = 9,

    /// <summary>A read or write of an agent's memory.</summary>
    Memory = 10,

    /// <summary>An MCP message that is not a tool call.</summary>
    Mcp = 11,

    /// <summary>The rendering of a prompt template.</summary>
    Prompt = 12,
}

/// <summary>Names and properties of observation kinds.</summary>
public static class ObservationKindNames
{
    private static readonly string[] Names =
    [
        "span", "llm", "embedding", "retrieval", "rerank", "tool", "agent", "workflow", "guardrail", "evaluator", "memory", "mcp", "prompt",
    ];

    /// <summary>The kind of a name.</summary>
    /// <param name="name">As the API writes it.</param>
    /// <exception cref="ArgumentException">No kind has this name.</exception>
    public static ObservationKind Parse(string name) => Array.IndexOf(Names, name) is >= 0 and var index
        ? (ObservationKind)index
        : throw new ArgumentException($"'{name}' is no kind of observation.", nameof(name));

    extension(ObservationKind kind)
    {
        /// <summary>The name that the API and the query language use, lower case.</summary>
        public string Name => (int)kind < Names.Length ? Names[(int)kind] : Names[0];

        /// <summary>Whether its token usage is its own call's: only such spans are ever added up.</summary>
        public bool IsInference => kind is ObservationKind.Llm or ObservationKind.Embedding or ObservationKind.Rerank;

        /// <summary>Whether it encloses other calls on purpose: usage on it is a sum that it reports, and never added.</summary>
        public bool IsAggregate => kind is ObservationKind.Agent or ObservationKind.Workflow or ObservationKind.Tool;
    }
}
