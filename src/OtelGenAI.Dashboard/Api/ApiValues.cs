namespace OtelGenAI.Dashboard.Api;

/// <summary>Times as the API writes them.</summary>
internal static class ApiTime
{
    private const double NanosecondsPerMillisecond = 1_000_000;

    /// <summary>A moment; RFC 3339 has room for 100 ns, which is what .NET keeps.</summary>
    public static DateTimeOffset Of(long unixNano) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNano / TimeSpan.NanosecondsPerTick);

    /// <summary>A duration in milliseconds, with the fraction that nanoseconds give it.</summary>
    public static double DurationMs(long startUnixNano, long endUnixNano) =>
        (endUnixNano - startUnixNano) / NanosecondsPerMillisecond;
}

/// <summary>Names of OTLP's numbers.</summary>
internal static class ApiStatus
{
    /// <summary>Name of a status code; what OTLP does not define counts as unset.</summary>
    public static string Of(int statusCode) => statusCode switch { 1 => "ok", 2 => "error", _ => "unset" };

    /// <summary>Name of a span kind.</summary>
    public static string SpanKindOf(int spanKind) => spanKind switch
    {
        1 => "internal",
        2 => "server",
        3 => "client",
        4 => "producer",
        5 => "consumer",
        _ => "unspecified",
    };
}
