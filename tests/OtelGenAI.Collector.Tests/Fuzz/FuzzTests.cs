using OtelGenAI.Collector.Tests.Receivers;
using OtelGenAI.Fuzz;

namespace OtelGenAI.Collector.Tests.Fuzz;

/// <summary>The committed corpus and a second of mutations per target; ten minutes of each: <c>dotnet run -c Release --project tests/OtelGenAI.Fuzz</c>.</summary>
public class FuzzTests
{
    private const int Seed = 20_261_120;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(target => target.Name)];

    public static TheoryData<string> Doors => [.. Door.All.Select(door => door.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    [CoversRows("92")]
    public void No_body_of_the_corpus_and_no_mutation_of_one_does_harm(string name)
    {
        var run = new FuzzRun(FuzzTarget.All.Single(target => target.Name == name), Seed);

        var found = run.Run(Duration);

        Assert.True(found is null, $"Seed {Seed}, body {run.Bodies}: {found?.Harm} Body: {Convert.ToBase64String(found?.Body ?? [])}");
        Assert.True(run.Accepted > 0, "Nothing was accepted: the mutations test nothing but the framing.");
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task No_request_of_the_corpus_and_no_mutation_of_one_harms_the_server(string name)
    {
        var run = new DoorRun(Door.All.Single(door => door.Name == name), Seed);

        var found = await run.RunAsync(Duration);

        Assert.True(found is null, $"Seed {Seed}, request {run.Conversations}: {found?.Harm} Request: {Convert.ToBase64String(found?.Body ?? [])}");
        Assert.True(run.Answers.Count > 1, "Every request ended in one way: the mutations test one line.");
    }
}
