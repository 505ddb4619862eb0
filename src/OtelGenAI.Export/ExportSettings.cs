using OpenTelemetry.Exporter;

namespace OtelGenAI.Export;

/// <summary>What the application said about export, as often as it called.</summary>
internal sealed class ExportSettings
{
    private readonly List<Action<OtlpExporterOptions>> _all = [];

    /// <summary>Adds what one call said.</summary>
    public void Add(Action<OtlpExporterOptions>? configure)
    {
        if (configure is not null)
        {
            _all.Add(configure);
        }
    }

    /// <summary>Applies all of it, in the order it was given.</summary>
    /// <param name="options">Options of the exporter of one signal.</param>
    /// <param name="signalPath">Where that signal goes when it is HTTP, relative to the endpoint.</param>
    public void Apply(OtlpExporterOptions options, string signalPath)
    {
        foreach (var configure in _all)
        {
            configure(options);
        }

        AddSignalPath(options, signalPath);
    }

    /// <summary>Completes an endpoint.</summary>
    public static void AddSignalPath(OtlpExporterOptions options, string signalPath)
    {
        // The exporter adds it to endpoints of variables and not to those of code; nobody wants three endpoints that differ by their end.
        if (options.Protocol == OtlpExportProtocol.HttpProtobuf && options.Endpoint.AbsolutePath == "/")
        {
            options.Endpoint = new Uri(options.Endpoint, signalPath);
        }
    }
}
