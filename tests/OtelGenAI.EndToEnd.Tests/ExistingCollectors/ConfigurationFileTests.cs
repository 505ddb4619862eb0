using System.Text.RegularExpressions;

namespace OtelGenAI.EndToEnd.Tests.ExistingCollectors;

public sealed partial class ConfigurationFileTests
{
    // Types as Collector 0.152 calls them; the exporters were otlp and otlphttp until 0.144, the others had no underscore until 0.153.
    private static readonly Dictionary<string, string[]> Types = new()
    {
        ["receivers"] = ["otlp"],
        ["processors"] = ["memory_limiter", "batch", "tail_sampling"],
        ["exporters"] = ["otlp_grpc", "otlp_http", "load_balancing"],
        ["connectors"] = ["forward", "span_metrics"],
        ["extensions"] = ["file_storage"],
    };

    public static TheoryData<string> Files => [.. Directory.GetFiles(ConfigurationFile.Folder, "*.yaml").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_component_has_the_name_of_a_type_that_Collectors_have(string name)
    {
        var file = ConfigurationFile.Read(name);

        foreach (var (section, types) in Types)
        {
            Assert.Empty(file.Components(section).Select(component => component.Name.Split('/')[0]).Except(types));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Pipelines_use_exactly_what_is_configured(string name)
    {
        var file = ConfigurationFile.Read(name);
        var connectors = Names(file, "connectors");

        foreach (var role in (string[])["receivers", "processors", "exporters"])
        {
            var configured = Names(file, role).Concat(role == "processors" ? [] : connectors);
            Assert.Equal(configured.Order(), file.Used(role).SelectMany(used => used).Distinct().Order());
        }

        Assert.Equal(Names(file, "extensions"), file.Extensions());
        Assert.Empty(file.Components("exporters").SelectMany(exporter => ConfigurationFile.Settings(exporter.Settings, "storage")).Except(file.Extensions()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_setting_is_one_that_Collectors_have(string name) =>
        Assert.Empty(ConfigurationKeys.UnknownIn(File.ReadAllText(Path.Combine(ConfigurationFile.Folder, name))));

    [Theory]
    [InlineData("exporters: {otlp_grpc/x: {retry_on_faliure: {enabled: true}}}", "exporters::otlp_grpc/x::retry_on_faliure is no setting of the Collector; the nearest one is retry_on_failure.")]
    [InlineData("exporters: {otlp_http/x: {sending_queue: {batch: {min_size_items: 5}}}}", "exporters::otlp_http/x::sending_queue::batch::min_size_items is no setting of the Collector; the nearest one is min_size.")]
    [InlineData("processors: {tail_sampling: {policies: [{name: a, type: latency, latency: {treshold_ms: 5}}]}}", "processors::tail_sampling::policies::latency::treshold_ms is no setting of the Collector; the nearest one is threshold_ms.")]
    [InlineData("exporters: {otlphttp: {}}", "exporters::otlphttp is no setting of the Collector; the nearest one is otlp_http.")]
    [InlineData("service: {pipelines: {traces: {receiver: [otlp]}}}", "service::pipelines::traces::receiver is no setting of the Collector; the nearest one is receivers.")]
    [InlineData("procesors: {}", "procesors is no setting of the Collector; the nearest one is processors.")]
    [InlineData("exporters: {otlp_grpc: {headers: {whatever: x}}}", null)]
    public void A_misspelt_setting_is_found_wherever_it_stands(string yaml, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], ConfigurationKeys.UnknownIn(yaml));

    [Theory]
    [MemberData(nameof(Files))]
    public void Logs_are_sent_wherever_traces_are(string name)
    {
        var pipelines = ConfigurationFile.Read(name).Components("service").Single(part => part.Name == "pipelines").Settings.Mapping().Keys;

        Assert.Contains("logs", pipelines);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_comes_from_outside_meets_the_memory_limiter_first(string name)
    {
        var file = ConfigurationFile.Read(name);

        var unguarded = file.Used("receivers").Zip(file.Used("processors"))
            .Where(pipeline => pipeline.First.Contains("otlp") && pipeline.Second.FirstOrDefault() != "memory_limiter");

        Assert.Empty(unguarded);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_endpoint_has_the_form_that_its_exporter_takes(string name)
    {
        foreach (var (exporter, settings) in ConfigurationFile.Read(name).Components("exporters"))
        {
            foreach (var endpoint in ConfigurationFile.Settings(settings, "endpoint"))
            {
                if (exporter.StartsWith("otlp_grpc", StringComparison.Ordinal))
                {
                    Assert.Matches(HostAndPort(), endpoint);
                }
                else
                {
                    // The exporter adds /v1/traces itself.
                    Assert.True(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https", endpoint);
                    Assert.DoesNotMatch("/v1/(traces|logs|metrics)$", endpoint);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_says_at_its_head_when_to_use_it_and_the_page_lists_it(string name)
    {
        var head = File.ReadLines(Path.Combine(ConfigurationFile.Folder, name)).TakeWhile(line => line.StartsWith('#')).ToArray();

        Assert.Contains(head, line => line.Contains("Use it ", StringComparison.Ordinal));
        Assert.Contains($"({name})", File.ReadAllText(Path.Combine(ConfigurationFile.Folder, "README.md")));
    }

    private static string[] Names(ConfigurationFile file, string section) => [.. file.Components(section).Select(component => component.Name)];

    [GeneratedRegex("^[a-z0-9.-]+:[0-9]+$")]
    private static partial Regex HostAndPort();
}
