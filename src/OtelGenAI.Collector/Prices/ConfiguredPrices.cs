using System.Collections.Concurrent;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Collector.Prices;

/// <summary>The prices of each tenant, from the configuration: its own file, then the one for everybody, then the built-in table.</summary>
internal sealed class ConfiguredPrices : ITenantPrices
{
    public const string SectionName = "Prices";

    private readonly Settings _everybody;
    private readonly Dictionary<string, Settings> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Made> _made = new(StringComparer.Ordinal);

    /// <summary>Reads the settings and the files of all tenants.</summary>
    /// <exception cref="StartupException">A setting is impossible, or a file is not right.</exception>
    public ConfiguredPrices(IConfiguration configuration, ILogger<ConfiguredPrices> logger)
    {
        _everybody = Read(configuration.GetSection(SectionName), inherited: null, logger);
        foreach (var tenant in configuration.GetSection(TenantSettings.SectionName).GetChildren())
        {
            if (tenant.GetSection(SectionName) is var section && section.Exists())
            {
                _tenants[tenant.Key] = Read(section, _everybody, logger);
            }
        }
    }

    /// <inheritdoc/>
    public PriceBook Of(TenantId tenant)
    {
        var settings = _tenants.GetValueOrDefault(tenant.Name, _everybody);
        var (all, own) = (_everybody.File?.Content, settings.OwnFile?.Content);
        var key = _tenants.ContainsKey(tenant.Name) ? tenant.Name : "";
        if (_made.TryGetValue(key, out var known) && known.All == all && known.Own == own)
        {
            return known.Book;
        }

        // Two threads may make the same book at once; either is right.
        var book = PriceBook.BuiltIn;
        book = all is null ? book : PriceBook.Read(all, _everybody.Name, book);
        book = own is null ? book : PriceBook.Read(own, settings.Name, book);
        var made = new Made(all, own, book.With(settings.Rule));
        _made[key] = made;
        return made.Book;
    }

    private static Settings Read(IConfigurationSection section, Settings? inherited, ILogger logger)
    {
        var options = section.Get<PriceOptions>() ?? new PriceOptions();
        var isSaid = section[nameof(PriceOptions.Cost)] is not null;
        var rule = !isSaid && inherited is not null ? inherited.Rule : options.Rule ?? throw new StartupException(
            $"{section.Path}:{nameof(options.Cost)} '{options.Cost}' is none of computed, reported, reported-if-unpriced.");
        if (string.IsNullOrEmpty(options.File))
        {
            return new Settings(rule, File: null, OwnFile: null, Name: null);
        }

        try
        {
            var file = new PriceFile(options.File, logger);
            return new Settings(rule, inherited is null ? file : null, inherited is null ? null : file, options.File);
        }
        catch (FormatException e)
        {
            throw new StartupException($"{section.Path}:{nameof(options.File)}: {e.Message}");
        }
    }

    private sealed record Settings(CostRule Rule, PriceFile? File, PriceFile? OwnFile, string? Name);

    private sealed record Made(byte[]? All, byte[]? Own, PriceBook Book);
}
