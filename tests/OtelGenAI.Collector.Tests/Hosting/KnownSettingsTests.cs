using Microsoft.Extensions.Configuration;
using OtelGenAI.Collector.Hosting;

namespace OtelGenAI.Collector.Tests.Hosting;

public class KnownSettingsTests
{
    [Theory]
    [InlineData("Data")]
    [InlineData("otlphttp")]
    [InlineData("Receivers:Otlp:MaxRequestBytes")]
    [InlineData("Receivers:Otlp:Cors:AllowedOrigins:0")]
    [InlineData("AllowedHosts:3")]
    [InlineData("Tls:Grpc:ClientCaFile")]
    [InlineData("TenantDefaults:InFlightBytes")]
    [InlineData("Tenants:acme:SpansPerSecond")]
    [InlineData("Tenants:acme:Retention:MaxAge")]
    [InlineData("Storage:Retention:MaxBytes")]
    [InlineData("Storage:MaxMetricSeries")]
    [InlineData("Prices:File")]
    [InlineData("Tenants:acme:Prices:Cost")]
    [InlineData("Logging:LogLevel:Default")]
    public void A_setting_that_is_read_somewhere_is_known(string key) => KnownSettings.Check(With(key));

    [Theory]
    [InlineData("Receivers:Otlp:MaxRequestByte", "Receivers:Otlp:MaxRequestBytes")]
    [InlineData("Reciever:Otlp:MaxRequestBytes", "Receivers:Otlp:MaxRequestBytes")]
    [InlineData("Receivers:Otlp:Cors:AllowedOrigin", "Receivers:Otlp:Cors:AllowedOrigins")]
    [InlineData("Tenants:acme:SpansPerSeconds", "Tenants:acme:SpansPerSecond")]
    [InlineData("Otlphtpt", "OtlpHttp")]
    [InlineData("Grpc:Address", null)]
    [InlineData("Colour", null)]
    public void A_setting_that_nobody_reads_is_named_with_the_nearest_known_one(string key, string? nearest)
    {
        var problem = Assert.Throws<StartupException>(() => KnownSettings.Check(With(key))).Message;

        Assert.Contains($"There is no setting '{key}'", problem, StringComparison.Ordinal);
        Assert.Equal(nearest is not null, problem.Contains($"did you mean '{nearest}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_misspelt_setting_is_named_at_once()
    {
        var problem = Assert.Throws<StartupException>(() => KnownSettings.Check(With("Dat", "Gprc"))).Message;

        Assert.Contains("'Dat'; did you mean 'Data'?", problem, StringComparison.Ordinal);
        Assert.Contains("'Gprc'; did you mean 'Grpc'?", problem, StringComparison.Ordinal);
    }

    private static IConfiguration With(params string[] keys) =>
        new ConfigurationBuilder().AddInMemoryCollection(keys.Select(key => KeyValuePair.Create<string, string?>(key, "1"))).Build();
}
