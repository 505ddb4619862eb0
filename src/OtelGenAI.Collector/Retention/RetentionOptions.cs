namespace OtelGenAI.Collector.Retention;

/// <summary>How long telemetry stays: <c>Storage:Retention</c>, or <c>Tenants:{name}:Retention</c> for what is said there.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Days of arrival that ended longer ago are dropped, whole.</summary>
    /// <value>Default 28 days: four weeks, so that each day can be compared with the same weekday before. 0 keeps everything.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(28);

    /// <summary>Bytes of a tenant's day files beyond which its oldest days are dropped; the newest day always stays.</summary>
    /// <value>Default 0: no limit. How large a disk is, only its owner knows.</value>
    public long MaxBytes { get; set; }

    /// <summary>
    /// Payloads of days that ended longer ago are dropped: messages of spans, and log records. What was read into rows stays, so that lists,
    /// trees, tokens and cost are as before.
    /// </summary>
    /// <value>Default 0: payloads stay as long as the rest.</value>
    public TimeSpan MaxPayloadAge { get; set; }

    /// <summary>The same for metrics, which are files of their own.</summary>
    public MetricRetentionOptions Metrics { get; set; } = new();

    /// <summary>How often it is looked; only in <c>Storage:Retention</c>.</summary>
    /// <value>Default 1 hour: files are dropped by days, and a file that grew too large should not wait for midnight.</value>
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromHours(1);
}
