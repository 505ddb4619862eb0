using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OtelGenAI.Analyzers.Proxies;

/// <summary>Recognises calls of <c>AddGenAIObserved</c>.</summary>
internal static class ObservedRegistration
{
    private const string MethodName = "AddGenAIObserved";
    private const string TypeName = "GenAIObservedServiceExtensions";

    /// <summary>Whether a node looks like one.</summary>
    public static bool MayBe(SyntaxNode node) => node is InvocationExpressionSyntax
    {
        Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: MethodName } },
    };

    /// <summary>The pair that is registered.</summary>
    /// <returns><see langword="null"/> for any other method, and for types that are not known here.</returns>
    public static (INamedTypeSymbol Service, INamedTypeSymbol Implementation)? From(ISymbol? called) =>
        called is IMethodSymbol { Name: MethodName, ContainingType.Name: TypeName } method &&
        method.TypeArguments[0] is INamedTypeSymbol service && method.TypeArguments[1] is INamedTypeSymbol implementation
            ? (service, implementation)
            : null;
}
