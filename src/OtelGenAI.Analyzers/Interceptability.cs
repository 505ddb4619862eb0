using Microsoft.CodeAnalysis;

namespace OtelGenAI.Analyzers;

/// <summary>Says why calls of a method cannot be recorded where they are written.</summary>
internal static class Interceptability
{
    /// <summary>The reason, as the end of a sentence.</summary>
    /// <returns><see langword="null"/> if they can.</returns>
    public static string? Obstacle(IMethodSymbol method, Compilation compilation)
    {
        method = method.OriginalDefinition;
        if (method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction)
        {
            return "it is a local function";
        }

        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.ReducedExtension))
        {
            return "it is not an ordinary method";
        }

        if (method.ContainingType is not { } type || type.Name.Length == 0)
        {
            return "it is a member of an extension block";
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            return "it returns a reference";
        }

        if (method.IsVararg || method.Parameters.Any(static parameter => parameter.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer) ||
            method.ReturnType.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
        {
            return "it has pointers in its signature";
        }

        if (!IsNameable(type, compilation) || !IsNameable(method.ReturnType, compilation) || method.Parameters.Any(parameter => !IsNameable(parameter.Type, compilation)))
        {
            return "its type, or a type in its signature, is private or local to a file";
        }

        var names = TypeParameters(method).Select(static parameter => parameter.Name).ToList();
        if (names.Distinct().Count() != names.Count)
        {
            return "a type parameter hides another of the same name";
        }

        return NeedsAccessor(method, compilation) && type.IsStatic ? "it is private in a static class" : null;
    }

    /// <summary>Type parameters of the types around a method and of itself, the outermost first: those an interceptor of it has.</summary>
    public static IEnumerable<ITypeParameterSymbol> TypeParameters(IMethodSymbol method) =>
        Around(method.OriginalDefinition.ContainingType).Reverse().SelectMany(static type => type.TypeParameters).Concat(method.OriginalDefinition.TypeParameters);

    /// <summary>Whether code outside of its type cannot call a method by its name.</summary>
    public static bool NeedsAccessor(IMethodSymbol method, Compilation compilation) => !compilation.IsSymbolAccessibleWithin(method.OriginalDefinition, compilation.Assembly);

    /// <summary>Whether generated code can name a type.</summary>
    public static bool IsNameable(ITypeSymbol type, Compilation compilation) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => IsNameable(array.ElementType, compilation),
        INamedTypeSymbol named => Around(named).All(part => !part.IsFileLocal && !part.IsAnonymousType) &&
            compilation.IsSymbolAccessibleWithin(named.OriginalDefinition, compilation.Assembly) &&
            named.TypeArguments.All(argument => IsNameable(argument, compilation)),
        _ => type.TypeKind == TypeKind.Dynamic,
    };

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            yield return type;
        }
    }
}
