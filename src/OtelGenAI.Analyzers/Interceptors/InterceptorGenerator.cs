using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OtelGenAI.Analyzers.Interceptors;

/// <summary>Puts the recording of marked methods in the place of their calls.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class InterceptorGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var calls = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is InvocationExpressionSyntax, static (syntax, cancellation) => Find(syntax, cancellation))
            .Where(static call => call is not null)
            .Collect();
        context.RegisterSourceOutput(calls, static (output, all) => Write(output, all!));
    }

    private static InterceptedCall? Find(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        var invocation = (InvocationExpressionSyntax)context.Node;
        if (context.SemanticModel.GetSymbolInfo(invocation, cancellation).Symbol is not IMethodSymbol called)
        {
            return null;
        }

        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        var compilation = context.SemanticModel.Compilation;
        if (ObservedMethods.FindAttribute(method) is not { } attribute || IsBaseCall(invocation) || Interceptability.Obstacle(method, compilation) is not null ||
            context.SemanticModel.GetInterceptableLocation(invocation, cancellation) is not { } location)
        {
            return null;
        }

        return new InterceptedCall(location.GetInterceptsLocationAttributeSyntax(), InterceptorWriter.Write(method, attribute, compilation));
    }

    // The compiler would accept it, and the interceptor's call would not be the base's but come back to the override, for ever.
    private static bool IsBaseCall(InvocationExpressionSyntax invocation) =>
        invocation.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax };

    private static void Write(SourceProductionContext output, ImmutableArray<InterceptedCall> calls)
    {
        if (!calls.IsEmpty)
        {
            output.AddSource("OtelGenAI.Interceptors.g.cs", GeneratedFile.Of(calls.Select(static call => (call.Location, call.Interceptor))));
        }
    }
}
