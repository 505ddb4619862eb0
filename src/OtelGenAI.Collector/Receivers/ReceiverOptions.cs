using Microsoft.Extensions.Options;

namespace OtelGenAI.Collector.Receivers;

/// <summary>Limits of the OTLP receivers. Every one is there because somebody's client will reach it.</summary>
internal sealed class ReceiverOptions
{
    public const string SectionName = "Receivers:Otlp";

    /// <summary>Largest request, as sent and after decompression, in bytes.</summary>
    /// <value>Default 64 MiB, as the OTLP specification recommends; 512 spans with 20 kB of content are 11 MB.</value>
    public int MaxRequestBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Bytes of requests that may be held at once, over all connections.</summary>
    /// <value>Default 512 MiB: eight of the largest requests.</value>
    public long MaxInFlightBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Connections that may be open at once, over all addresses.</summary>
    /// <value>Default 10,000: every SDK holds one or two for its life.</value>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How long a new connection may take to say anything HTTP/2 understands.</summary>
    /// <value>Default 10 s. Kestrel alone would keep such a connection for its keep-alive time.</value>
    public TimeSpan FirstBytesTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Checks the limits when the program starts; names every problem with its configuration key.</summary>
internal sealed class ReceiverOptionsValidator : IValidateOptions<ReceiverOptions>
{
    private const int SmallestRequest = 1024;

    public ValidateOptionsResult Validate(string? name, ReceiverOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (options.MaxRequestBytes < SmallestRequest)
        {
            problems.AddError($"must be at least {SmallestRequest} bytes.", $"{ReceiverOptions.SectionName}:{nameof(options.MaxRequestBytes)}");
        }

        if (options.MaxInFlightBytes < options.MaxRequestBytes)
        {
            problems.AddError(
                $"must be at least {nameof(options.MaxRequestBytes)}, or no request of that size could ever be taken.",
                $"{ReceiverOptions.SectionName}:{nameof(options.MaxInFlightBytes)}");
        }

        if (options.MaxConnections < 1)
        {
            problems.AddError("must be at least 1.", $"{ReceiverOptions.SectionName}:{nameof(options.MaxConnections)}");
        }

        if (options.FirstBytesTimeout <= TimeSpan.Zero)
        {
            problems.AddError("must be more than zero.", $"{ReceiverOptions.SectionName}:{nameof(options.FirstBytesTimeout)}");
        }

        return problems.Build();
    }
}
