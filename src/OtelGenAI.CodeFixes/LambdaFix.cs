using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OtelGenAI.Analyzers.Diagnostics;

namespace OtelGenAI.CodeFixes;

/// <summary>Gives a lambda that calls a marked method in the place of the method (OTGAI001).</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LambdaFix))]
public sealed class LambdaFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ObservedMethodRules.Delegate.Id];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax method && model is not null &&
                LambdaOf(method, model) is { } lambda)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        "Call it in a lambda",
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(method, lambda))),
                        nameof(LambdaFix)),
                    diagnostic);
            }
        }
    }

    private static ExpressionSyntax? LambdaOf(ExpressionSyntax method, SemanticModel model)
    {
        if (method.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression } ||
            model.GetSymbolInfo(method).Symbol is not IMethodSymbol symbol ||
            (model.GetTypeInfo(method).ConvertedType as INamedTypeSymbol)?.DelegateInvokeMethod is not { } invoke ||
            invoke.Parameters.Length != symbol.Parameters.Length || invoke.Parameters.Any(static parameter => parameter.RefKind != RefKind.None))
        {
            // Of an event, what is added has to be the same that is taken away. And references would need their types.
            return null;
        }

        var taken = new HashSet<string>(method.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText));
        var parameters = symbol.Parameters.Select(parameter => NameOf(parameter.Name, taken)).ToList();
        var list = string.Join(", ", parameters);
        return SyntaxFactory
            .ParseExpression($"{(parameters.Count == 1 ? list : $"({list})")} => {method.WithoutTrivia()}({list})")
            .WithTriviaFrom(method);
    }

    private static string NameOf(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += "1";
        }

        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }
}
