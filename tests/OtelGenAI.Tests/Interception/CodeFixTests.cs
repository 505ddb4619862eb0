using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using OtelGenAI.Analyzers.Diagnostics;
using OtelGenAI.CodeFixes;

namespace OtelGenAI.Tests.Interception;

/// <summary>What an editor offers to the author of a marked method that is not recorded.</summary>
public sealed class CodeFixTests
{
    private const string Usings = "using OtelGenAI;\nusing Microsoft.Extensions.DependencyInjection;\n";

    [Theory]
    [InlineData("class C { [Tool] int M() => 1; System.Func<int> N() => M; }", "class C { [Tool] int M() => 1; System.Func<int> N() => () => M(); }")]
    [InlineData(
        "class C { [Tool] static int M(int a) => a; object N() => System.Linq.Enumerable.Select(new[] { 1 }, M); }",
        "class C { [Tool] static int M(int a) => a; object N() => System.Linq.Enumerable.Select(new[] { 1 }, a => M(a)); }")]
    [InlineData(
        "class C { [Tool] public int M(int a, int @class) => a; System.Func<int, int, int> N(C a) => a.M; }",
        "class C { [Tool] public int M(int a, int @class) => a; System.Func<int, int, int> N(C a) => (a1, @class) => a.M(a1, @class); }")]
    [InlineData(
        "class C { [Tool] T M<T>(T t) => t; void N() { System.Func<int, int> f = /* one */ M<int>; } }",
        "class C { [Tool] T M<T>(T t) => t; void N() { System.Func<int, int> f = /* one */ t => M<int>(t); } }")]
    public async Task A_delegate_of_a_marked_method_becomes_a_lambda_that_calls_it(string code, string expected) =>
        Assert.Equal(expected, await FixedAsync(new LambdaFix(), "Call it in a lambda", code));

    [Theory]
    [InlineData("class C { [Tool] void M(ref int a) { } delegate void D(ref int a); D N() => M; }")]
    [InlineData("class C { event System.Action E; [Tool] void M() { } void N() { E += M; } void O() => E?.Invoke(); }")]
    public async Task Where_a_lambda_would_be_something_else_none_is_offered(string code) => Assert.Empty(await TitlesAsync(new LambdaFix(), code));

    [Theory]
    [InlineData("Make it internal", "static class C { [Tool] static void M() { } }", "static class C { [Tool] internal static void M() { } }")]
    [InlineData("Make it internal", "static class C { [Tool] private static void M() { } }", "static class C { [Tool] internal static void M() { } }")]
    [InlineData("Remove the attribute", "static class C { [Tool] static void M() { } }", "static class C { static void M() { } }")]
    [InlineData("Remove the attribute", "class C { int _f;\n    /// <summary>M.</summary>\n    [Tool]\n    ref int M() => ref _f; }", "class C { int _f;\n    /// <summary>M.</summary>\n    ref int M() => ref _f; }")]
    [InlineData(
        "Remove the attribute",
        "class C { void N() { [Tool, System.Obsolete] static void M() { } } }",
        "class C { void N() { [System.Obsolete] static void M() { } } }")]
    public async Task A_method_that_cannot_be_recorded_is_made_recordable_or_loses_its_mark(string title, string code, string expected) =>
        Assert.Equal(expected, await FixedAsync(new UnrecordableMethodFix(), title, code));

    [Theory]
    [InlineData(
        "interface I\n{\n    /// <summary>M.</summary>\n    int M();\n}\nclass C : I { [Tool(\"m\")] public int M() => 1; }",
        "interface I\n{\n    /// <summary>M.</summary>\n    [Tool(\"m\")]\n    int M();\n}\nclass C : I { [Tool(\"m\")] public int M() => 1; }")]
    [InlineData(
        "class B\n{\n    public virtual int M() => 1;\n}\nclass C : B { [Agent] public override int M() => 1; }",
        "class B\n{\n    [Agent]\n    public virtual int M() => 1;\n}\nclass C : B { [Agent] public override int M() => 1; }")]
    public async Task What_a_marked_method_implements_or_overrides_is_marked_too(string code, string expected) =>
        Assert.Equal(expected, await FixedAsync(new MarkDeclarationFix(), "Mark what it implements or overrides", code));

    [Fact]
    public async Task What_another_assembly_declares_is_not_offered_to_be_marked() =>
        Assert.Empty(await TitlesAsync(new MarkDeclarationFix(), "class C : System.IDisposable { [Tool] public void Dispose() { } }"));

    [Theory]
    [InlineData("s.AddGenAIObserved<I, C>()", "s.AddScoped<I, C>()")]
    [InlineData("s.AddGenAIObserved<I, C>(ServiceLifetime.Singleton)", "s.AddSingleton<I, C>()")]
    public async Task A_service_that_cannot_be_recorded_is_registered_as_any_other(string code, string expected)
    {
        const string Around = "interface I { int P { get; init; } } class C : I { public int P { get; init; } static void N(IServiceCollection s) => ";

        Assert.Equal($"{Around}{expected}; }}", await FixedAsync(new RegistrationFix(), "Register it without recording", $"{Around}{code}; }}"));
    }

    private static async Task<IEnumerable<string>> TitlesAsync(CodeFixProvider fix, string code)
    {
        using var workspace = new AdhocWorkspace();
        return (await OffersAsync(Document(workspace, code), fix)).Select(static offer => offer.Title);
    }

    /// <summary>Applies what is offered; what comes out compiles, and nothing is warned of any more.</summary>
    private static async Task<string> FixedAsync(CodeFixProvider fix, string title, string code)
    {
        using var workspace = new AdhocWorkspace();
        var document = Document(workspace, code);
        var offer = Assert.Single(await OffersAsync(document, fix), offer => offer.Title == title);
        var operations = await offer.GetOperationsAsync(CancellationToken.None);
        var after = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetDocument(document.Id)!;
        Assert.Empty(await WarningsAsync(after));
        Assert.DoesNotContain((await after.Project.GetCompilationAsync())!.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return (await after.GetTextAsync()).ToString()[Usings.Length..];
    }

    private static async Task<IReadOnlyList<CodeAction>> OffersAsync(Document document, CodeFixProvider fix)
    {
        var offers = new List<CodeAction>();
        var warning = Assert.Single(await WarningsAsync(document));
        Assert.Contains(warning.Id, fix.FixableDiagnosticIds);
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, warning, (offer, _) => offers.Add(offer), CancellationToken.None));
        return offers;
    }

    private static async Task<IReadOnlyList<Diagnostic>> WarningsAsync(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        return await compilation.WithAnalyzers([new ObservedMethodAnalyzer()]).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
    }

    private static Document Document(AdhocWorkspace workspace, string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("OtelGenAI.Tests", StringComparison.Ordinal))
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path));
        return workspace
            .AddProject(ProjectInfo.Create(
                ProjectId.CreateNewId(),
                VersionStamp.Default,
                "fixed",
                "fixed",
                LanguageNames.CSharp,
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
                parseOptions: new CSharpParseOptions(LanguageVersion.Preview),
                metadataReferences: references))
            .AddDocument("a.cs", Usings + code);
    }
}
