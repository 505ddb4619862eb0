using OtelGenAI.Fuzz;

namespace OtelGenAI.Otlp.Tests.Fuzz;

/// <summary>The committed corpus and a second of mutations per codec; ten minutes of each: <c>dotnet run -c Release --project tests/OtelGenAI.Fuzz</c>.</summary>
public class FuzzTests
{
    private const int Seed = 20_261_120;

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_body_of_the_corpus_and_no_mutation_of_one_does_harm(string name)
    {
        var run = new FuzzRun(FuzzTarget.All.Single(target => target.Name == name), Seed);

        var found = run.Run(TimeSpan.FromSeconds(1));

        Assert.True(found is null, $"Seed {Seed}, body {run.Bodies}: {found?.Harm} Body: {Convert.ToBase64String(found?.Body ?? [])}");
        Assert.True(run.Accepted > 0, "Nothing was accepted: the mutations test nothing but the framing.");
    }
}
