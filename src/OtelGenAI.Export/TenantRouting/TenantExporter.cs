using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OtelGenAI.Export.TenantRouting;

/// <summary>Sends to wherever a tenant's spans go at the moment. When in doubt nowhere: somebody else's prompts are worse than none.</summary>
/// <remarks>Called by one thread, that of the tenant's queue; so is <paramref name="resolve"/>, which may therefore take its time.</remarks>
/// <param name="resolve">Finds the destination.</param>
/// <param name="refreshAfter">How long it is believed.</param>
/// <param name="clock">Measures that.</param>
/// <param name="resource">The service whose spans they are.</param>
internal sealed class TenantExporter(Func<GenAITenantDestination?> resolve, TimeSpan refreshAfter, TimeProvider clock, Resource resource) : BaseExporter<Activity>
{
    private GenAITenantDestination? _destination;
    private long _resolvedAt;
    private OtlpTraceExporter? _exporter;

    // An exporter learns the resource from its provider, and from nobody else; this one listens to nothing.
    private TracerProvider? _provider;

    public override ExportResult Export(in Batch<Activity> batch)
    {
        if (_destination is null || clock.GetElapsedTime(_resolvedAt) > refreshAfter)
        {
            Refresh();
        }

        return _exporter?.Export(batch) ?? ExportResult.Failure;
    }

    protected override bool OnShutdown(int timeoutMilliseconds) => _exporter?.Shutdown(timeoutMilliseconds) ?? true;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private void Refresh()
    {
        try
        {
            var found = resolve();
            _resolvedAt = clock.GetTimestamp();
            if (found is not null && _destination?.IsSame(found) == true)
            {
                return;
            }

            Close();
            if (found is null)
            {
                ExportEventSource.Log.TenantWithoutDestination();
            }
            else
            {
                Open(found);
            }
        }
        catch (Exception exception)
        {
            // What was believed until now goes too: nobody knows whether it still holds.
            Close();
            ExportEventSource.Log.ResolveFailed(exception.GetType().FullName ?? "");
        }
    }

    private void Close()
    {
        _provider?.Dispose();
        _exporter?.Dispose();
        (_provider, _exporter, _destination) = (null, null, null);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The provider disposes its processor.")]
    private void Open(GenAITenantDestination destination)
    {
        var options = new OtlpExporterOptions
        {
            Protocol = destination.Protocol,
            Endpoint = destination.Endpoint,
        };

        // Not as the exporter's text of pairs with commas between: a key with a comma would become two headers.
        options.HttpClientFactory = () => Client(destination, options.TimeoutMilliseconds);
        ExportSettings.AddSignalPath(options, "v1/traces");
        _exporter = new OtlpTraceExporter(options);
        _provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddAttributes(resource.Attributes))
            .AddProcessor(new SimpleActivityExportProcessor(_exporter))
            .Build();
        _destination = destination;
    }

    private static HttpClient Client(GenAITenantDestination destination, int timeoutMilliseconds)
    {
        var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(timeoutMilliseconds) };
        foreach (var (name, value) in destination.Headers)
        {
            client.DefaultRequestHeaders.Add(name, value);
        }

        return client;
    }
}
