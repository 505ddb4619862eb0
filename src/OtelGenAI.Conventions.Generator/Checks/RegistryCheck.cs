using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Checks;

/// <summary>Checks what no single entry can know: that names are unique, and that what is referred to exists.</summary>
internal static class RegistryCheck
{
    public static IReadOnlyList<RegistryProblem> Run(ConventionModel registry)
    {
        var findings = new Findings(registry);
        NameCheck.Run(registry, findings);
        DefinitionCheck.Run(registry, findings);
        RenameCheck.Run(registry, findings);
        return findings.Problems;
    }
}
