namespace OtelGenAI.Collector.Receivers.Http;

/// <summary>Which web pages may send telemetry from a browser: <c>Receivers:Otlp:Cors</c>.</summary>
internal sealed class CorsOptions
{
    public const string SectionName = $"{ReceiverOptions.SectionName}:Cors";

    /// <summary>Origins such as <c>https://app.example.com</c>, <c>https://*.example.com</c>, or <c>*</c> for any.</summary>
    /// <value>Default none: browsers of other origins are refused by themselves.</value>
    public List<string> AllowedOrigins { get; set; } = [];

    /// <summary>Request headers that pages may send, beside those OTLP and keys need, which are always allowed.</summary>
    public List<string> AllowedHeaders { get; set; } = [];

    /// <summary>How long a browser may remember the answer.</summary>
    /// <value>Default 2 h: what Chromium keeps at most.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(2);
}
