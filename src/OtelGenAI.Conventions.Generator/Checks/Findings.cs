using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Checks;

/// <summary>Collects problems, and knows which names exist.</summary>
internal sealed class Findings
{
    private readonly List<RegistryProblem> _problems = [];
    private readonly Dictionary<string, AttributeEntry> _attributes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _operations;

    public Findings(ConventionModel registry)
    {
        foreach (var attribute in registry.Attributes)
        {
            _attributes.TryAdd(attribute.Name, attribute);
        }

        _operations = [.. (Attribute("gen_ai.operation.name")?.Values ?? []).Select(value => value.Value)];
    }

    public IReadOnlyList<RegistryProblem> Problems => _problems;

    public AttributeEntry? Attribute(string name) => _attributes.GetValueOrDefault(name);

    public void Report(EntryPlace place, string message) =>
        _problems.Add(new RegistryProblem(place.File, place.Line, place.Name, message));

    public void RequireAttribute(EntryPlace place, string name, string key)
    {
        if (Attribute(name) is null)
        {
            Report(place, $"names '{name}' in {key}, which is not an attribute.");
        }
    }

    public void RequireCurrentAttribute(EntryPlace place, string name)
    {
        if (Attribute(name) is not { IsDeprecated: false })
        {
            Report(place, $"names '{name}', which is not a current attribute.");
        }
    }

    public void RequireOperations(EntryPlace place, IReadOnlyList<string> operations)
    {
        foreach (var operation in operations.Where(operation => !_operations.Contains(operation)))
        {
            Report(place, $"names operation '{operation}', which is not a value of gen_ai.operation.name.");
        }
    }
}
