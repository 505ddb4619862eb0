using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using OtelGenAI.Analyzers.Diagnostics;
using OtelGenAI.Analyzers.Interceptors;
using OtelGenAI.Analyzers.Proxies;

namespace OtelGenAI.Tests.Interception;

/// <summary>What the compiler tells the author of a marked method.</summary>
public sealed class AnalyzerTests
{
    [Theory]
    [InlineData("class C { [Tool] int M() => 1; int N() => M(); string O() => nameof(M); }")]
    [InlineData("interface I { [Tool] int M(); } class C : I { public int M() => 1; }")]
    [InlineData("interface I { [Tool] int M(); } class C : I { [Tool] public int M() => 1; }")]
    [InlineData("struct S { [Observe] int M(System.Span<int> s) => s.Length; }")]
    [InlineData("class C { [System.Obsolete] public void N() => M(); [Observe] void M() { } }")]
    public async Task What_is_recorded_is_not_warned_of(string code) => Assert.Empty(await FindAsync(code));

    [Theory]
    [InlineData("class C { [Tool] int M() => 1; System.Func<int> N() => M; }", "OTGAI001 this delegate")]
    [InlineData("class C { [Tool] static int M(int a) => a; void N() { System.Linq.Enumerable.Select(new[] { 1 }, M); } }", "OTGAI001 this delegate")]
    [InlineData("class C { void N() { [Tool] static void M() { } M(); } }", "OTGAI002 local function")]
    [InlineData("class C { int _f; [Tool] ref int M() => ref _f; }", "OTGAI002 returns a reference")]
    [InlineData("unsafe class C { [Tool] void M(int* p) { } }", "OTGAI002 pointers")]
    [InlineData("class C { class P { } [Tool] void M(P p) { } }", "OTGAI002 private")]
    [InlineData("class C { class P { [Tool] public void M() { } } }", "OTGAI002 private")]
    [InlineData("file class C { [Tool] public void M() { } }", "OTGAI002 local to a file")]
    [InlineData("static class C { [Tool] static void M() { } }", "OTGAI002 private in a static class")]
    [InlineData("class C<T> { [Tool] public void M<T>(T t) { } }", "OTGAI002 hides another")]
    [InlineData("interface I { int M(); } class C : I { [Tool] public int M() => 1; }", "OTGAI003 I.M")]
    [InlineData("interface I { int M(); } class C : I { [Tool] int I.M() => 1; }", "OTGAI003 through 'I.M'")]
    [InlineData("class B { public virtual int M() => 1; } class C : B { [Tool] public override int M() => 1; }", "OTGAI003 through 'B.M'")]
    [InlineData("class B { [Tool] public virtual int M() => 1; } class C : B { public override int M() => base.M(); }", "OTGAI004 the override")]
    [InlineData("interface I { int P { get; init; } } class C : I { public int P { get; init; } static void N(IServiceCollection s) => s.AddGenAIObserved<I, C>(); }", "OTGAI005 'C' cannot be recorded as 'I'")]
    public async Task What_is_not_recorded_is_warned_of_with_the_reason(string code, string expected)
    {
        var diagnostic = Assert.Single(await FindAsync(code));

        Assert.All(expected.Split(' ', 2), part => Assert.Contains(part, $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_class_that_is_registered_as_observed_is_recorded_through_its_interface() => Assert.Empty(await FindAsync(
        "interface I { int M(); } class C : I { [Tool] public int M() => 1; static void N(IServiceCollection s) => s.AddGenAIObserved<I, C>(); }"));

    [Fact]
    public void A_change_elsewhere_writes_nothing_anew()
    {
        var compilation = Compile("class C { [Tool] int M() => 1; int N() => M(); }");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new InterceptorGenerator().AsSourceGenerator(), new ProxyGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        Assert.Contains("Interceptor0", Assert.Single(driver.GetRunResult().GeneratedTrees).ToString(), StringComparison.Ordinal);

        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Elsewhere { }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, path: "b.cs")));

        var outputs = driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static async Task<IReadOnlyList<Diagnostic>> FindAsync(string code)
    {
        var compilation = Compile(code);
        CSharpGeneratorDriver.Create(
                [new InterceptorGenerator().AsSourceGenerator(), new ProxyGenerator().AsSourceGenerator()],
                parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        Assert.DoesNotContain(generated.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var diagnostics = await generated.WithAnalyzers([new ObservedMethodAnalyzer()]).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        Assert.DoesNotContain(diagnostics, static diagnostic => diagnostic.Id == "AD0001");
        return diagnostics;
    }

    private static CSharpCompilation Compile(string code)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview).WithFeatures([new("InterceptorsNamespaces", "OtelGenAI.Generated")]);
        var tree = CSharpSyntaxTree.ParseText($"using OtelGenAI; using Microsoft.Extensions.DependencyInjection;\n{code}", options, path: "a.cs");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("OtelGenAI.Tests", StringComparison.Ordinal))
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create("analysed", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }
}
