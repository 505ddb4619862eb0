using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using OtelGenAI.Analyzers;
using OtelGenAI.Analyzers.Diagnostics;

namespace OtelGenAI.CodeFixes;

/// <summary>Makes a marked method one that can be recorded, where its access alone is in the way, or takes the mark off it (OTGAI002).</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnrecordableMethodFix))]
public sealed class UnrecordableMethodFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ObservedMethodRules.Shape.Id];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            var declaration = root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent?
                .FirstAncestorOrSelf<SyntaxNode>(static node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax);
            if (root is null || declaration is null || model?.GetDeclaredSymbol(declaration, context.CancellationToken) is not IMethodSymbol method)
            {
                continue;
            }

            if (method is { DeclaredAccessibility: Accessibility.Private, ContainingType.IsStatic: true } && declaration is MethodDeclarationSyntax)
            {
                Offer("Make it internal", SyntaxGenerator.GetGenerator(context.Document).WithAccessibility(declaration, Accessibility.Internal));
            }

            if (ObservedMethods.OwnAttribute(method)?.ApplicationSyntaxReference is { } place &&
                await place.GetSyntaxAsync(context.CancellationToken).ConfigureAwait(false) is AttributeSyntax attribute)
            {
                Offer("Remove the attribute", Without(attribute, declaration));
            }

            void Offer(string title, SyntaxNode replacement) => context.RegisterCodeFix(
                CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(declaration, replacement))), title),
                diagnostic);
        }
    }

    private static SyntaxNode Without(AttributeSyntax attribute, SyntaxNode declaration)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        var left = list.Attributes.Count == 1
            ? declaration.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!
            : declaration.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)));
        return left.WithLeadingTrivia(declaration.GetLeadingTrivia());
    }
}
