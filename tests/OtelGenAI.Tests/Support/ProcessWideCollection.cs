namespace OtelGenAI.Tests.Support;

/// <summary>Tests that listen to the whole process run one after the other: each would see the spans of the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWideCollection
{
    public const string Name = "process-wide listeners";
}
