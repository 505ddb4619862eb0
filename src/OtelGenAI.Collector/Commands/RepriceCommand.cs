using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Prices;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Commands;

/// <summary><c>otelgenai reprice</c>: prices stored calls anew, in a data folder that nobody uses or by a running collector.</summary>
internal sealed class RepriceCommand
{
    private readonly ServeOptions _options = new();
    private readonly Option<string?> _from = new("--from") { Description = "Traces that started then or later, such as 2026-11-01T00:00:00Z.", HelpName = "TIME" };
    private readonly Option<string?> _to = new("--to") { Description = "Traces that started before.", HelpName = "TIME" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Only this tenant. Default all of the data folder.", HelpName = "NAME" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would change." };
    private readonly Option<string?> _url = new("--url")
    {
        Description = $"A running collector's address of UI and API, which does it itself; {RunningCollector.KeyVariable} has a key with the admin scope, whose tenant it is.",
        HelpName = "URL",
    };

    public RepriceCommand()
    {
        Command = new Command("reprice", "Prices stored calls anew by the prices in force now: built-in, Prices:File and those of tenants.")
        {
            _from, _to, _tenant, _dryRun, _url,
        };
        _options.AddDataTo(Command);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            await (parsed.GetValue(_url) is { } url ? AskAsync(parsed, url, cancellation) : RepriceAsync(parsed, cancellation));
            return 0;
        }
        catch (Exception e) when (e is StartupException or StoreUnavailableException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"otelgenai: {e.Message}");
            return 1;
        }
    }

    private async Task AskAsync(ParseResult parsed, string url, CancellationToken cancellation)
    {
        if (parsed.GetValue(_tenant) is not null)
        {
            throw new StartupException("--tenant does not go with --url: the key says whose calls they are.");
        }

        using var collector = new RunningCollector(url);
        var path = RunningCollector.Path(
            "/api/v1/reprice", ("from", parsed.GetValue(_from)), ("to", parsed.GetValue(_to)), ("dryRun", parsed.GetValue(_dryRun) ? "true" : null));
        await using var answer = await collector.SendAsync(HttpMethod.Put, path, cancellation);
        try
        {
            await WriteAsync(parsed, url, RepricingView.Read(answer));
        }
        catch (JsonException e)
        {
            throw new StartupException($"{url} does not answer as a collector does: {e.Message}");
        }
    }

    private async Task RepriceAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var configuration = _options.Read(parsed);
        var options = configuration.Get<CollectorOptions>() ?? new CollectorOptions();
        if (!Directory.Exists(options.Data))
        {
            throw new StartupException($"There is no data folder {options.Data}; --data names another one, --url a running collector.");
        }

        using var loggers = LoggerFactory.Create(CollectorLogging.Configure);
        var prices = new ConfiguredPrices(configuration, loggers.CreateLogger<ConfiguredPrices>());
        var range = new RepricingRange(Time(parsed, _from), Time(parsed, _to), parsed.GetValue(_dryRun));
        await using var store = await OpenAsync(new SqliteStoreOptions { DataFolder = options.Data, Prices = prices }, loggers, cancellation);
        foreach (var tenant in TenantsOf(store, parsed.GetValue(_tenant)))
        {
            var result = await store.RepriceAsync(tenant, range, progress: null, cancellation);
            await WriteAsync(parsed, $"tenant {tenant.Name}", RepricingView.Of(result, prices.Of(tenant).Version));
        }
    }

    // One process at a time has the files; who serves them can do it as well.
    private static async Task<SqliteTraceStore> OpenAsync(SqliteStoreOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        try
        {
            return await SqliteTraceStore.OpenAsync(options, TimeProvider.System, loggers.CreateLogger<SqliteTraceStore>(), cancellation);
        }
        catch (StoreUnavailableException e)
        {
            throw new StartupException($"{e.Message} A collector that runs on it prices anew itself: otelgenai reprice --url with its address.");
        }
    }

    private static IEnumerable<TenantId> TenantsOf(SqliteTraceStore store, string? name)
    {
        var tenants = store.Tenants.OrderBy(tenant => tenant.Name, StringComparer.Ordinal);
        return name is null ? tenants
            : tenants.Any(tenant => tenant.Name == name) ? [new TenantId(name)]
            : throw new StartupException($"--tenant '{name}' has no data here.");
    }

    private Task WriteAsync(ParseResult parsed, string whose, RepricingView done) => parsed.InvocationConfiguration.Output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{whose}: {done.Changed} of {done.Traces} traces {(parsed.GetValue(_dryRun) ? "would cost" : "cost")} something else, ${done.CostUsdBefore:0.######} before and ${done.CostUsdAfter:0.######} after; calls without a price: {done.UnpricedCallsBefore} before and {done.UnpricedCallsAfter} after. Price table {done.PriceTable}."));

    private static long? Time(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick
            : throw new StartupException($"{option.Name} '{text}' is not an RFC 3339 time such as 2026-11-20T03:00:00Z.");
    }
}
