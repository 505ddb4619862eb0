using System.CommandLine;
using System.Text;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Telemetry.ConventionCheck;

namespace OtelGenAI.Collector.Commands;

/// <summary><c>otelgenai check</c>: checks spans of a file, or of a running collector, against the GenAI conventions.</summary>
/// <remarks>Exit code 0: nothing found; 1: something of the level of <c>--fail-on</c> or worse; 2: it could not be checked.</remarks>
internal sealed class CheckCommand
{
    private const int Clean = 0, Found = 1, NotChecked = 2;

    private static readonly string[] Levels = [FindingLevel.Violation.Name, FindingLevel.Improvement.Name, FindingLevel.Information.Name];

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "Spans in OTLP: JSON, one JSON request a line, or protobuf; - for standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _url = new("--url") { Description = "A running collector's address of UI and API, instead of a file.", HelpName = "URL" };
    private readonly Option<string?> _from = new("--from") { Description = "With --url: traces that started then or later, such as 2026-11-20T03:00:00Z.", HelpName = "TIME" };
    private readonly Option<string?> _to = new("--to") { Description = "With --url: traces that started before.", HelpName = "TIME" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the findings as JSON." };
    private readonly Option<bool> _forbidContent = new("--forbid-content") { Description = "Prompts, answers and arguments in a span are violations." };
    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "The least level that makes the exit code 1: violation, improvement or information. Default improvement.",
        DefaultValueFactory = _ => FindingLevel.Improvement.Name,
    };

    public CheckCommand()
    {
        _failOn.AcceptOnlyFromAmong(Levels);
        Command = new Command("check", "Checks spans against the GenAI conventions. Exit code 0: nothing found, 1: findings, 2: could not be checked.")
        {
            _file, _url, _from, _to, _json, _forbidContent, _failOn,
        };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        try
        {
            var counts = await CheckAsync(parsed, cancellation);
            if (parsed.GetValue(_json))
            {
                using var json = new MemoryStream();
                ConventionReport.Write(json, counts, next: null);
                await output.WriteLineAsync(Encoding.UTF8.GetString(json.ToArray()));
            }
            else
            {
                CheckText.Write(output, counts);
            }

            var failOn = Enum.GetValues<FindingLevel>().Single(level => level.Name == parsed.GetValue(_failOn));
            return counts.Items.Any(item => item.Finding.Rule.Level >= failOn) ? Found : Clean;
        }
        catch (StartupException e)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"otelgenai: {e.Message}");
            return NotChecked;
        }
    }

    private Task<FindingCounts> CheckAsync(ParseResult parsed, CancellationToken cancellation) => (parsed.GetValue(_file), parsed.GetValue(_url)) switch
    {
        ({ } file, null) => CheckedFile.CheckAsync(file, new ConventionChecker(parsed.GetValue(_forbidContent)), cancellation),
        (null, { } url) => CheckedCollector.CheckAsync(url, parsed.GetValue(_from), parsed.GetValue(_to), parsed.GetValue(_forbidContent), cancellation),
        _ => throw new StartupException("check needs a file, or --url of a running collector, and not both."),
    };
}
