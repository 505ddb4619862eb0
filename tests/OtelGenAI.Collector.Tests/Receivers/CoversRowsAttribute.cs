namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>Says which rows of the list of bad inputs (BadInputRows) a test proves.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CoversRowsAttribute(params string[] rows) : Attribute
{
    public IReadOnlyList<string> Rows => rows;
}
