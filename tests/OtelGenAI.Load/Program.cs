using System.CommandLine;
using System.Globalization;
using OtelGenAI.Load;

if (args is [FloorServer.Name, var floorFolder])
{
    await FloorServer.RunAsync(floorFolder);
    return 0;
}

var folder = new Option<string>("--folder") { Description = "Where the measured programs keep their data; default the system's folder for temporary files.", DefaultValueFactory = _ => Path.GetTempPath() };
var seconds = new Option<int>("--seconds") { Description = "How long each part runs.", DefaultValueFactory = _ => 20 };
var connections = new Option<int>("--connections") { Description = "Connections, each with one request under way.", DefaultValueFactory = _ => 8 };
var spansPerTrace = new Option<int>("--spans-per-trace") { Description = "Spans of a trace; they arrive together.", DefaultValueFactory = _ => 8 };
var http = new Option<bool>("--http") { Description = "Over HTTP instead of gRPC." };
var rate = new Option<double?>("--rate") { Description = "Spans per second of 'steady'; default half of what 'full' reaches." };
var program = new Option<string?>("--program") { Description = "The otelgenai.dll to measure; default the one of this build." };
var stored = new Option<long>("--stored-spans") { Description = "Spans that are there when 'start' and 'questions' start the program.", DefaultValueFactory = _ => 10_000_000 };
var days = new Option<int>("--days") { Description = "Days that the stored spans are spread over for 'start', a file each.", DefaultValueFactory = _ => 7 };
var kept = new Option<string?>("--kept") { Description = "A data folder that 'questions' and 'start' fill when it is empty, and leave: what arrives meanwhile stays in it." };
var parts = new Argument<string[]>("parts") { Description = "What to measure: floor, full, half, query, steady, settle, start, questions. Default floor full half query.", Arity = ArgumentArity.ZeroOrMore };
var root = new RootCommand("Measures otelgenai under load on 127.0.0.1, beside the floor of the same machine.") { folder, seconds, connections, spansPerTrace, http, rate, program, stored, days, kept, parts };
root.SetAction(async (parsed, cancellationToken) =>
{
    var options = new LoadOptions
    {
        IsGrpc = !parsed.GetValue(http),
        Connections = parsed.GetValue(connections),
        SpansPerTrace = parsed.GetValue(spansPerTrace),
        Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        SpansPerSecond = parsed.GetValue(rate),
        Program = parsed.GetValue(program),
        StoredSpans = parsed.GetValue(stored),
        Days = parsed.GetValue(days),
        KeptFolder = parsed.GetValue(kept),
    };
    var data = Directory.CreateDirectory(Path.Combine(parsed.GetValue(folder)!, $"otelgenai-load-{Environment.ProcessId}")).FullName;
    try
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {(options.IsGrpc ? "gRPC" : "HTTP")}, {options.Connections} connections, {options.SpansPerTrace} spans a trace"));
        await new Measurement(options, data, cancellationToken).RunAsync(parsed.GetValue(parts) is { Length: > 0 } chosen ? chosen : ["floor", "full", "half", "query"]);
        return 0;
    }
    finally
    {
        Directory.Delete(data, recursive: true);
    }
});
return await root.Parse(args).InvokeAsync();
