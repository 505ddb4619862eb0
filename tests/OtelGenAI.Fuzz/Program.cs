using System.Globalization;
using OtelGenAI.Fuzz;

// usage: dotnet run -c Release --project tests/OtelGenAI.Fuzz -- [MINUTES-PER-CODEC] [SEED]
var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
var harmed = 0;
foreach (var target in FuzzTarget.All)
{
    var run = new FuzzRun(target, seed);
    var found = run.Run(TimeSpan.FromMinutes(minutes));
    Console.WriteLine($"{target.Name,-17} seed {seed}: {run.Bodies} bodies, {run.Accepted} accepted");
    if (found is { } harm)
    {
        var path = Path.GetFullPath($"harm-{target.Name}-{seed}.bin");
        await File.WriteAllBytesAsync(path, harm.Body);
        Console.WriteLine($"{harm.Harm}\nThe body is {path}; commit it to corpus/{target.Name} together with the repair.");
        harmed = 1;
    }
}

return harmed;
