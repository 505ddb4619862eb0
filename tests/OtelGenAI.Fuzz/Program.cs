using System.Globalization;
using OtelGenAI.Fuzz;

// The first ones differ most; a corpus that is replayed in every test run has to stay small.
const int KeptBodies = 50;

// usage: dotnet run -c Release --project tests/OtelGenAI.Fuzz -- [MINUTES-PER-TARGET] [SEED] [CORPUS-FOLDER-TO-ADD-TO] [TARGET...]
var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
var corpus = args.Length > 2 ? args[2] : "";
var duration = TimeSpan.FromMinutes(minutes);
var harmed = 0;
foreach (var target in FuzzTarget.All.Where(target => IsWanted(target.Name)))
{
    var run = new FuzzRun(target, seed);
    var harm = run.Run(duration);
    Console.WriteLine(
        $"{target.Name,-17} seed {seed}: {run.Bodies} bodies, {run.Accepted} accepted, behaviours {run.KnownBehaviours} known and {run.Found.Count} found");
    if (corpus.Length > 0)
    {
        CorpusFolder.Add(corpus, target.Name, run.Found.Take(KeptBodies));
    }

    await TellAsync(target.Name, harm);
}

foreach (var door in Door.All.Where(door => IsWanted(door.Name)))
{
    var run = new DoorRun(door, seed);
    var harm = await run.RunAsync(duration);
    Console.WriteLine($"{door.Name,-17} seed {seed}: {run.Conversations} requests: {string.Join(", ", run.Answers.Select(answer => $"{answer.Key} {answer.Value}"))}");
    await TellAsync(door.Name, harm);
}

return harmed;

bool IsWanted(string name) => args.Length < 4 || args.Skip(3).Contains(name);

async Task TellAsync(string name, (byte[] Body, string Harm)? found)
{
    if (found is { } harm)
    {
        var path = Path.GetFullPath($"harm-{name}-{seed}.bin");
        await File.WriteAllBytesAsync(path, harm.Body);
        Console.WriteLine($"{harm.Harm}\nThe body is {path}; commit it to corpus/{name} together with the repair.");
        harmed = 1;
    }
}
