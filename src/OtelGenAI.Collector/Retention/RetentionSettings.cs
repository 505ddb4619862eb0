using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Retention;

/// <summary>The retention of each tenant, from the configuration.</summary>
internal sealed class RetentionSettings
{
    public const string SectionName = "Storage:Retention";
    public const string TenantSectionName = "Retention";

    // A timer cannot wait longer, and nobody needs it to.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(1);

    private readonly IConfiguration _configuration;

    /// <summary>Checks the settings of all tenants.</summary>
    /// <exception cref="StartupException">One is impossible.</exception>
    public RetentionSettings(IConfiguration configuration)
    {
        _configuration = configuration;
        var defaults = Read(tenant: null);
        Check(defaults, SectionName);
        if (defaults.SweepEvery <= TimeSpan.Zero || defaults.SweepEvery > LongestPeriod)
        {
            throw new StartupException($"{SectionName}:{nameof(defaults.SweepEvery)} must be more than 0 and at most {LongestPeriod}.");
        }

        SweepEvery = defaults.SweepEvery;
        foreach (var tenant in configuration.GetSection(TenantSettings.SectionName).GetChildren())
        {
            Check(Read(tenant.Key), $"{tenant.Path}:{TenantSectionName}");
        }
    }

    /// <summary>How often it is looked.</summary>
    public TimeSpan SweepEvery { get; }

    /// <summary>What of a tenant may stay.</summary>
    public RetentionLimits Of(TenantId tenant)
    {
        var options = Read(tenant.Name);
        return new RetentionLimits(options.MaxAge == TimeSpan.Zero ? null : options.MaxAge, options.MaxBytes == 0 ? null : options.MaxBytes);
    }

    private RetentionOptions Read(string? tenant)
    {
        var options = new RetentionOptions();
        _configuration.GetSection(SectionName).Bind(options);
        if (tenant is not null)
        {
            _configuration.GetSection($"{TenantSettings.SectionName}:{tenant}:{TenantSectionName}").Bind(options);
        }

        return options;
    }

    private static void Check(RetentionOptions options, string section)
    {
        if (options.MaxAge < TimeSpan.Zero)
        {
            throw new StartupException($"{section}:{nameof(options.MaxAge)} must be 0 (keep everything) or more.");
        }

        if (options.MaxBytes < 0)
        {
            throw new StartupException($"{section}:{nameof(options.MaxBytes)} must be 0 (no limit) or more.");
        }
    }
}
