namespace OtelGenAI;

/// <summary>Kinds of content, each of which can be captured or left out.</summary>
[Flags]
public enum GenAIContentKinds
{
    /// <summary>None. A redaction hook gets it for texts that are no message, such as the message of an exception.</summary>
    None = 0,

    /// <summary>Instructions: system and developer messages, and what is sent beside the messages.</summary>
    System = 1,

    /// <summary>What users say, and what is searched for or embedded on their behalf.</summary>
    User = 2,

    /// <summary>What models answer, their reasoning included.</summary>
    Assistant = 4,

    /// <summary>What models give to tools.</summary>
    ToolArguments = 8,

    /// <summary>What tools answer, and documents that searches find.</summary>
    ToolResults = 16,

    /// <summary>Names, descriptions and schemas of the tools offered.</summary>
    ToolDefinitions = 32,

    /// <summary>All of them.</summary>
    All = System | User | Assistant | ToolArguments | ToolResults | ToolDefinitions,
}
