using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OtelGenAI.Analyzers.Proxies;

/// <summary>Writes the class behind <c>AddGenAIObserved</c> of each pair of interface and class, and puts it in the place of the call.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ProxyGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var services = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => ObservedRegistration.MayBe(node), static (syntax, cancellation) => Find(syntax, cancellation))
            .Where(static service => service is not null)
            .Collect();
        context.RegisterSourceOutput(services, static (output, all) => Write(output, all!));
    }

    private static ObservedService? Find(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        var invocation = (InvocationExpressionSyntax)context.Node;
        var compilation = context.SemanticModel.Compilation;
        if (ObservedRegistration.From(context.SemanticModel.GetSymbolInfo(invocation, cancellation).Symbol) is not { } pair ||
            !ProxyWriter.CanWrite(pair.Service, pair.Implementation, compilation) ||
            context.SemanticModel.GetInterceptableLocation(invocation, cancellation) is not { } location)
        {
            return null;
        }

        return new ObservedService(location.GetInterceptsLocationAttributeSyntax(), ProxyWriter.Write(pair.Service, pair.Implementation, compilation));
    }

    private static void Write(SourceProductionContext output, ImmutableArray<ObservedService> services)
    {
        if (!services.IsEmpty)
        {
            output.AddSource("OtelGenAI.Services.g.cs", GeneratedFile.Of(services.Select(static service => (service.Location, service.Code))));
        }
    }
}
