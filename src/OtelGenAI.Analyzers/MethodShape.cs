using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OtelGenAI.Analyzers;

/// <summary>How a method is written in generated code.</summary>
internal static class MethodShape
{
    /// <summary>Types with their full names and nullability.</summary>
    public static readonly SymbolDisplayFormat Types = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Parameters of a declaration.</summary>
    public static string Parameters(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(Parameter));

    /// <summary>Arguments that pass the parameters on.</summary>
    public static string Arguments(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(static parameter => Passed(parameter.RefKind) + Name(parameter)));

    /// <summary>Name of a parameter as an identifier.</summary>
    public static string Name(IParameterSymbol parameter) => "@" + parameter.Name;

    /// <summary><c>&lt;A, B&gt;</c>, or nothing.</summary>
    public static string List(IEnumerable<ITypeParameterSymbol> parameters)
    {
        var names = string.Join(", ", parameters.Select(static parameter => parameter.Name));
        return names.Length == 0 ? "" : $"<{names}>";
    }

    /// <summary>The constraints of type parameters, as the compiler wants them repeated.</summary>
    public static string Constraints(IEnumerable<ITypeParameterSymbol> parameters) => string.Concat(parameters.Select(Constraint));

    /// <summary>Code that collects the arguments worth recording; <see langword="null"/> if there are none.</summary>
    public static string? Input(IMethodSymbol method)
    {
        var text = new StringBuilder();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.Out && !IsRefLike(parameter.Type) && parameter.Type.Name != nameof(CancellationToken))
            {
                text.Append($".Add({Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(parameter.Name, quote: true)}, {Name(parameter)})");
            }
        }

        return text.Length == 0 ? null : $"new global::OtelGenAI.Interception.ObservedArguments(){text}";
    }

    /// <summary>Whether a type lives on the stack only.</summary>
    public static bool IsRefLike(ITypeSymbol type) => type.IsRefLikeType || type is ITypeParameterSymbol { AllowsRefLikeType: true };

    /// <summary>What a method returns.</summary>
    public static string ReturnType(IMethodSymbol method) => method.ReturnsVoid ? "void" : method.ReturnType.ToDisplayString(Types);

    /// <summary>How calls of a method end.</summary>
    /// <param name="method">The method that is called.</param>
    /// <param name="implementation">The one that runs, as far as it is known.</param>
    /// <param name="compilation">Knows the types.</param>
    public static Ending EndingOf(IMethodSymbol method, IMethodSymbol implementation, Compilation compilation)
    {
        var type = method.ReturnType;
        if (method.ReturnsVoid)
        {
            return Ending.Nothing;
        }

        if (IsRefLike(type))
        {
            return Ending.RefLike;
        }

        var definition = type.OriginalDefinition;
        bool Is(string name) => SymbolEqualityComparer.Default.Equals(definition, compilation.GetTypeByMetadataName(name));
        if (Is("System.Threading.Tasks.Task") || Is("System.Threading.Tasks.Task`1") || Is("System.Threading.Tasks.ValueTask") || Is("System.Threading.Tasks.ValueTask`1"))
        {
            return Ending.Task;
        }

        return Is("System.Collections.Generic.IAsyncEnumerable`1") || (Is("System.Collections.Generic.IEnumerable`1") && IsIterator(implementation)) ? Ending.Stream : Ending.Value;
    }

    // What runs when it is enumerated, rather than when it is called. Only the source says so; without it the call is what is recorded.
    private static bool IsIterator(IMethodSymbol method) =>
        method.OriginalDefinition.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax()
            .DescendantNodes(static node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
            .Any(static node => node is YieldStatementSyntax));

    private static string Parameter(IParameterSymbol parameter)
    {
        var scoped = parameter.ScopedKind == ScopedKind.ScopedValue || (parameter.ScopedKind == ScopedKind.ScopedRef && parameter.RefKind != RefKind.Out) ? "scoped " : "";
        var kind = parameter.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => "",
        };
        return $"{scoped}{kind}{parameter.Type.ToDisplayString(Types)} {Name(parameter)}";
    }

    private static string Passed(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In or RefKind.RefReadOnlyParameter => "in ",
        _ => "",
    };

    private static string Constraint(ITypeParameterSymbol parameter)
    {
        var parts = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            parts.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            parts.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            parts.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            parts.Add("notnull");
        }

        parts.AddRange(parameter.ConstraintTypes.Select(static type => type.ToDisplayString(Types)));
        if (parameter.HasConstructorConstraint)
        {
            parts.Add("new()");
        }

        if (parameter.AllowsRefLikeType)
        {
            parts.Add("allows ref struct");
        }

        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }
}

/// <summary>How a call of a method ends.</summary>
internal enum Ending
{
    /// <summary>With nothing.</summary>
    Nothing,

    /// <summary>With a value.</summary>
    Value,

    /// <summary>With a value that lives on the stack.</summary>
    RefLike,

    /// <summary>With a task, when that ends.</summary>
    Task,

    /// <summary>With a sequence, when that was enumerated.</summary>
    Stream,
}
