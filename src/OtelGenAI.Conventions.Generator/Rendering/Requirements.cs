using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Writes the attributes a span, metric or event asks for.</summary>
internal static class Requirements
{
    public static string Expression(IReadOnlyList<RequirementEntry> requirements) =>
        Literal.Lines(requirements.Select(Item));

    private static string Item(RequirementEntry requirement) =>
        $"new({Literal.Text(requirement.Name)}, RequirementLevel.{Vocabulary.Levels[requirement.Level]}, {Literal.Text(requirement.Condition)})";
}
