using Microsoft.CodeAnalysis;

namespace OtelGenAI.Analyzers;

/// <summary>Finds out whether calls of a method are to be recorded, and as what.</summary>
internal static class ObservedMethods
{
    private const string Namespace = "OtelGenAI";
    private const string BaseAttribute = "ObservedAttribute";

    /// <summary>The attribute that marks a method: its own, or that of what it overrides or implements.</summary>
    public static AttributeData? FindAttribute(IMethodSymbol method)
    {
        for (var current = method.OriginalDefinition; current is not null; current = current.OverriddenMethod?.OriginalDefinition)
        {
            if (OwnAttribute(current) is { } own)
            {
                return own;
            }
        }

        return ImplementedMembers(method.OriginalDefinition).Select(OwnAttribute).FirstOrDefault(static attribute => attribute is not null);
    }

    /// <summary>The attribute that stands on a method itself.</summary>
    public static AttributeData? OwnAttribute(IMethodSymbol method) =>
        method.OriginalDefinition.GetAttributes().FirstOrDefault(static attribute => IsObserved(attribute.AttributeClass));

    /// <summary>Members of interfaces that a method implements, by its name or explicitly.</summary>
    public static IEnumerable<IMethodSymbol> ImplementedMembers(IMethodSymbol method)
    {
        if (method.IsStatic || method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
        {
            return method.ExplicitInterfaceImplementations;
        }

        return type.AllInterfaces.SelectMany(candidate => candidate.GetMembers(method.Name).OfType<IMethodSymbol>())
            .Where(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member)?.OriginalDefinition, method))
            .Concat(method.ExplicitInterfaceImplementations);
    }

    /// <summary>Code that makes the description of a method, for a field.</summary>
    public static string Description(IMethodSymbol method, AttributeData attribute)
    {
        var kind = attribute.AttributeClass!.Name.Replace("Attribute", "");
        var isStep = kind == "Observe";
        var name = attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is string given ? given : DefaultName(method, isStep);
        return $"new global::OtelGenAI.Interception.ObservedMethod(global::OtelGenAI.Interception.ObservedKind.{(isStep ? "Step" : kind)}, " +
            $"{Literal(name)}, capturesInput: {Flag(attribute, "CaptureInput")}, capturesOutput: {Flag(attribute, "CaptureOutput")})";
    }

    private static string Flag(AttributeData attribute, string name) =>
        attribute.NamedArguments.Any(argument => argument.Key == name && argument.Value.Value is false) ? "false" : "true";

    private static string DefaultName(IMethodSymbol method, bool isStep)
    {
        const string Async = "Async";
        var name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
        if (name.Length > Async.Length && name.EndsWith(Async, StringComparison.Ordinal))
        {
            name = name.Substring(0, name.Length - Async.Length);
        }

        return isStep ? method.ContainingType.Name + "." + name : name;
    }

    private static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    private static bool IsObserved(INamedTypeSymbol? type) =>
        type?.BaseType is { Name: BaseAttribute, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } };
}
