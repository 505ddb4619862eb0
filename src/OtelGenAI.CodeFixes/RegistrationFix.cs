using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OtelGenAI.Analyzers.Diagnostics;

namespace OtelGenAI.CodeFixes;

/// <summary>Registers a service that cannot be recorded as any other, with the same lifetime (OTGAI005).</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RegistrationFix))]
public sealed class RegistrationFix : CodeFixProvider
{
    private const string DefaultLifetime = "Scoped";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ObservedMethodRules.Registration.Id];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax name },
                } call && LifetimeOf(call.ArgumentList) is { } lifetime)
            {
                var plain = call.ReplaceNode(name, name.WithIdentifier(SyntaxFactory.Identifier("Add" + lifetime))).WithArgumentList(SyntaxFactory.ArgumentList());
                context.RegisterCodeFix(
                    CodeAction.Create(
                        "Register it without recording",
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call, plain.WithTriviaFrom(call)))),
                        nameof(RegistrationFix)),
                    diagnostic);
            }
        }
    }

    // ServiceLifetime.Singleton is registered by AddSingleton, and so on; of a lifetime that is only known at run time there is no such method.
    private static string? LifetimeOf(ArgumentListSyntax arguments) => arguments.Arguments.Count switch
    {
        0 => DefaultLifetime,
        1 when arguments.Arguments[0].Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Singleton" or "Scoped" or "Transient" } value =>
            value.Name.Identifier.ValueText,
        _ => null,
    };
}
