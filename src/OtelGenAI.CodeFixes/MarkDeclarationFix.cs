using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using OtelGenAI.Analyzers;
using OtelGenAI.Analyzers.Diagnostics;

namespace OtelGenAI.CodeFixes;

/// <summary>Marks the member of the interface or of the base that a marked method implements or overrides (OTGAI003).</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkDeclarationFix))]
public sealed class MarkDeclarationFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ObservedMethodRules.Unmarked.Id];

    /// <inheritdoc />
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration ||
                model?.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } method ||
                ObservedMethods.OwnAttribute(method) is not { AttributeClass: { } type, ApplicationSyntaxReference: { } place } ||
                await place.GetSyntaxAsync(context.CancellationToken).ConfigureAwait(false) is not AttributeSyntax attribute ||
                diagnostic.AdditionalLocations.Count == 0 || diagnostic.AdditionalLocations[0] is not { SourceTree: { } tree } member ||
                context.Document.Project.Solution.GetDocument(tree) is not { } document)
            {
                // What is declared in another assembly can be marked only there.
                continue;
            }

            var mark = attribute.WithName(SyntaxFactory.ParseName(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))).WithoutTrivia()
                .WithAdditionalAnnotations(Simplifier.Annotation);
            context.RegisterCodeFix(
                CodeAction.Create("Mark what it implements or overrides", token => MarkAsync(document, member, mark, token), nameof(MarkDeclarationFix)),
                diagnostic);
        }
    }

    private static async Task<Document> MarkAsync(Document document, Location member, AttributeSyntax mark, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindToken(member.SourceSpan.Start).Parent?.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration)
        {
            return document;
        }

        // On a line of its own, as far in as the member, and below its documentation.
        var leading = declaration.GetLeadingTrivia();
        var indent = leading.Count > 0 && leading[leading.Count - 1] is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? SyntaxFactory.TriviaList(space) : SyntaxFactory.TriviaList();
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(mark)).WithLeadingTrivia(leading).WithTrailingTrivia(EndOfLine(declaration));
        var unmarked = declaration.WithLeadingTrivia(indent);
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, unmarked.WithAttributeLists(unmarked.AttributeLists.Insert(0, list))));
    }

    private static SyntaxTrivia EndOfLine(SyntaxNode node) =>
        node.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } known
            ? known
            : SyntaxFactory.LineFeed;
}
