using Microsoft.Extensions.Options;
using OtelGenAI.Otlp;
using OtelGenAI.Telemetry.Records;

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

    /// <summary>How long a request may take, from its headers to the answer. A shorter <c>grpc-timeout</c> wins.</summary>
    /// <value>Default 60 s: longer than any exporter waits (10 s by default), so it ends only what nobody waits for.</value>
    public TimeSpan MaxRequestTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The slowest body that is waited for, in bytes per second, after a grace time of <see cref="BodyRateGrace"/>.</summary>
    /// <value>Default 240, Kestrel's own: no network is that slow, an attacker is.</value>
    public double MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>How long a body may be slower than <see cref="MinBodyBytesPerSecond"/> at its beginning.</summary>
    /// <value>Default 5 s, Kestrel's own.</value>
    public TimeSpan BodyRateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Attributes of one span, event, link, resource or scope that get a row; the others stay in the stored message.</summary>
    /// <value>Default that of <see cref="OtlpLimits.MaxAttributes"/>.</value>
    public int MaxAttributes { get; set; } = OtlpLimits.Default.MaxAttributes;

    /// <summary>Events of one span that get a row.</summary>
    /// <value>Default that of <see cref="OtlpLimits.MaxEvents"/>.</value>
    public int MaxEvents { get; set; } = OtlpLimits.Default.MaxEvents;

    /// <summary>Links of one span that get a row.</summary>
    /// <value>Default that of <see cref="OtlpLimits.MaxLinks"/>.</value>
    public int MaxLinks { get; set; } = OtlpLimits.Default.MaxLinks;

    /// <summary>Exemplars of one data point that get a row.</summary>
    /// <value>Default that of <see cref="OtlpLimits.MaxExemplars"/>.</value>
    public int MaxExemplars { get; set; } = OtlpLimits.Default.MaxExemplars;

    /// <summary>Levels of arrays and key-value lists that are looked into, 1 to <see cref="OtlpLimits.LargestValueDepth"/>.</summary>
    /// <value>Default that of <see cref="OtlpLimits.MaxValueDepth"/>.</value>
    public int MaxValueDepth { get; set; } = OtlpLimits.Default.MaxValueDepth;

    /// <summary>Longest attribute key that is remembered by number, in bytes; longer ones are compared by their text and never indexed.</summary>
    /// <value>Default that of <see cref="AttributeKeyTable.MaxKeyBytes"/>.</value>
    public int MaxKeyBytes { get; set; } = AttributeKeyTable.MaxKeyBytes;

    /// <summary>The limits of the decoders.</summary>
    public OtlpLimits ToLimits() => new()
    {
        MaxAttributes = MaxAttributes,
        MaxEvents = MaxEvents,
        MaxLinks = MaxLinks,
        MaxExemplars = MaxExemplars,
        MaxValueDepth = MaxValueDepth,
    };
}

/// <summary>Checks the limits when the program starts; names every problem with its configuration key.</summary>
internal sealed class ReceiverOptionsValidator : IValidateOptions<ReceiverOptions>
{
    private const int SmallestRequest = 1024;
    private const int LongestKey = 64 * 1024;

    // What a CancellationTokenSource takes.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(49);

    // Kestrel looks at rates once a second and refuses a shorter grace time.
    private static readonly TimeSpan KestrelHeartbeat = TimeSpan.FromSeconds(1);

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

        CheckPositive(problems, nameof(options.FirstBytesTimeout), options.FirstBytesTimeout);
        CheckPositive(problems, nameof(options.MaxRequestTime), options.MaxRequestTime);
        if (options.MinBodyBytesPerSecond <= 0)
        {
            problems.AddError("must be more than zero.", $"{ReceiverOptions.SectionName}:{nameof(options.MinBodyBytesPerSecond)}");
        }

        if (options.BodyRateGrace <= KestrelHeartbeat)
        {
            problems.AddError($"must be more than {KestrelHeartbeat}.", $"{ReceiverOptions.SectionName}:{nameof(options.BodyRateGrace)}");
        }

        CheckRange(problems, nameof(options.MaxAttributes), options.MaxAttributes, int.MaxValue);
        CheckRange(problems, nameof(options.MaxEvents), options.MaxEvents, int.MaxValue);
        CheckRange(problems, nameof(options.MaxLinks), options.MaxLinks, int.MaxValue);
        CheckRange(problems, nameof(options.MaxExemplars), options.MaxExemplars, int.MaxValue);
        CheckRange(problems, nameof(options.MaxValueDepth), options.MaxValueDepth, OtlpLimits.LargestValueDepth);
        CheckRange(problems, nameof(options.MaxKeyBytes), options.MaxKeyBytes, LongestKey);
        return problems.Build();
    }

    private static void CheckPositive(ValidateOptionsResultBuilder problems, string name, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > LongestTime)
        {
            problems.AddError($"must be more than zero and at most {LongestTime}.", $"{ReceiverOptions.SectionName}:{name}");
        }
    }

    private static void CheckRange(ValidateOptionsResultBuilder problems, string name, int value, int largest)
    {
        if (value < 1 || value > largest)
        {
            problems.AddError($"must be between 1 and {largest}.", $"{ReceiverOptions.SectionName}:{name}");
        }
    }
}
