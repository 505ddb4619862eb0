using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using OtelGenAI.Analyzers.Proxies;

namespace OtelGenAI.Analyzers.Diagnostics;

/// <summary>Warns where a marked method will not be recorded.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ObservedMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ObservedMethodRules.Delegate, ObservedMethodRules.Shape, ObservedMethodRules.Unmarked, ObservedMethodRules.BaseCall, ObservedMethodRules.Registration,
    ];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(CheckDelegate, OperationKind.MethodReference);
        context.RegisterOperationAction(CheckLocalFunction, OperationKind.LocalFunction);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var unmarked = new ConcurrentBag<(INamedTypeSymbol Type, Diagnostic Diagnostic)>();
        var registered = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        context.RegisterSymbolAction(symbol => CheckDeclaration(symbol, unmarked), SymbolKind.Method);
        context.RegisterOperationAction(operation => CheckCall(operation, registered), OperationKind.Invocation);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var (type, diagnostic) in unmarked)
            {
                if (!registered.ContainsKey(type.OriginalDefinition))
                {
                    end.ReportDiagnostic(diagnostic);
                }
            }
        });
    }

    private static void CheckDelegate(OperationAnalysisContext context)
    {
        var method = ((IMethodReferenceOperation)context.Operation).Method;
        if (ObservedMethods.FindAttribute(method) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(ObservedMethodRules.Delegate, context.Operation.Syntax.GetLocation(), method.Name));
        }
    }

    private static void CheckLocalFunction(OperationAnalysisContext context)
    {
        var function = ((ILocalFunctionOperation)context.Operation).Symbol;
        if (ObservedMethods.OwnAttribute(function) is not null)
        {
            ReportShape(context.ReportDiagnostic, function, context.Compilation);
        }
    }

    private static void CheckDeclaration(SymbolAnalysisContext context, ConcurrentBag<(INamedTypeSymbol Type, Diagnostic Diagnostic)> unmarked)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (ObservedMethods.OwnAttribute(method) is null)
        {
            return;
        }

        ReportShape(context.ReportDiagnostic, method, context.Compilation);
        foreach (var around in ObservedMethods.ImplementedMembers(method).Concat(method.OverriddenMethod is { } overridden ? [overridden] : []))
        {
            if (ObservedMethods.FindAttribute(around) is null)
            {
                var through = $"{around.ContainingType.Name}.{around.Name}";
                unmarked.Add((
                    method.ContainingType,
                    Diagnostic.Create(
                        ObservedMethodRules.Unmarked, method.Locations[0], around.Locations.Where(static location => location.IsInSource), method.Name, through)));
            }
        }
    }

    private static void CheckCall(OperationAnalysisContext context, ConcurrentDictionary<ISymbol, bool> registered)
    {
        var call = (IInvocationOperation)context.Operation;
        if (ObservedRegistration.From(call.TargetMethod) is { } pair)
        {
            registered[pair.Implementation.OriginalDefinition] = true;
            if (!ProxyWriter.CanWrite(pair.Service, pair.Implementation, context.Compilation))
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(ObservedMethodRules.Registration, call.Syntax.GetLocation(), pair.Implementation.Name, pair.Service.Name));
            }
        }
        else if (call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } } &&
            ObservedMethods.FindAttribute(call.TargetMethod) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(ObservedMethodRules.BaseCall, call.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    private static void ReportShape(Action<Diagnostic> report, IMethodSymbol method, Compilation compilation)
    {
        if (Interceptability.Obstacle(method, compilation) is { } obstacle)
        {
            report(Diagnostic.Create(ObservedMethodRules.Shape, method.Locations[0], method.Name, obstacle));
        }
    }
}
