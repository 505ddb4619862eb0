using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Receivers;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Tenants;

/// <summary>The limits of each tenant, from the configuration.</summary>
internal sealed class TenantSettings
{
    public const string SectionName = "Tenants";
    public const string DefaultsName = "TenantDefaults";

    private readonly IConfiguration _configuration;
    private readonly ReceiverOptions _receivers;

    /// <summary>Checks the settings of all tenants.</summary>
    /// <exception cref="StartupException">One is impossible.</exception>
    public TenantSettings(IConfiguration configuration, ReceiverOptions receivers)
    {
        _configuration = configuration;
        _receivers = receivers;
        Check(Read(name: null), DefaultsName);
        foreach (var section in configuration.GetSection(SectionName).GetChildren())
        {
            Check(Read(section.Key), section.Path);
            if (!TenantId.IsValid(section.Key))
            {
                throw new StartupException($"{section.Path}: '{section.Key}' cannot be a tenant: 1 to {TenantId.MaxLength} of a-z, 0-9, - and _.");
            }
        }
    }

    /// <summary>The limits of a tenant.</summary>
    public TenantOptions Of(TenantId tenant)
    {
        var options = Read(tenant.Name);
        if (options.InFlightBytes == 0)
        {
            // Never less than the largest request twice: as it came, and decompressed.
            var smallest = Math.Min(2L * _receivers.MaxRequestBytes, _receivers.MaxInFlightBytes);
            options.InFlightBytes = Math.Max(_receivers.MaxInFlightBytes / 2, smallest);
        }

        return options;
    }

    private TenantOptions Read(string? name)
    {
        var options = new TenantOptions();
        _configuration.GetSection(DefaultsName).Bind(options);
        if (name is not null)
        {
            _configuration.GetSection(SectionName).GetSection(name).Bind(options);
        }

        return options;
    }

    private static void Check(TenantOptions options, string section)
    {
        (string Name, long Value)[] values =
        [
            (nameof(options.BytesPerSecond), options.BytesPerSecond), (nameof(options.SpansPerSecond), options.SpansPerSecond),
            (nameof(options.RecordsPerSecond), options.RecordsPerSecond),
            (nameof(options.StorageBytes), options.StorageBytes), (nameof(options.InFlightBytes), options.InFlightBytes),
        ];
        foreach (var (name, value) in values)
        {
            if (value < 0)
            {
                throw new StartupException($"{section}:{name} must be 0 (no quota) or more.");
            }
        }
    }
}
