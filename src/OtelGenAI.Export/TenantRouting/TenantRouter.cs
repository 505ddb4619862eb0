using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using OpenTelemetry;
using OtelGenAI.Conventions;

namespace OtelGenAI.Export.TenantRouting;

/// <summary>Gives each span to the queue of its tenant. Thread-safe.</summary>
/// <remarks>On the path of the application's calls: nothing is sent or resolved here.</remarks>
internal sealed class TenantRouter(GenAITenantExportOptions options) : BaseProcessor<Activity>
{
    // As long as the exporter tries by default.
    private const int CloseTimeoutMilliseconds = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Route> _tenants = new(StringComparer.Ordinal);
    private readonly List<Task> _closing = [];
    private Route? _default;
    private bool _isShutDown;

    public override void OnEnd(Activity data)
    {
        var tenant = TenantOf(data);
        lock (_gate)
        {
            // Inside the lock: a queue that is closed meanwhile would lose the span.
            if (!_isShutDown && (tenant is null ? DefaultRoute() : RouteOf(tenant)) is { } route)
            {
                route.UsedAt = options.Clock.GetTimestamp();
                route.Queue.OnEnd(data);
            }
        }
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => ForAll(route => route.Queue.ForceFlush(timeoutMilliseconds));

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        lock (_gate)
        {
            _isShutDown = true;
        }

        return ForAll(route => route.Queue.Shutdown(timeoutMilliseconds)) & Task.WaitAll([.. _closing], timeoutMilliseconds);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ForAll(static route =>
            {
                route.Queue.Dispose();
                return true;
            });
        }

        base.Dispose(disposing);
    }

    // A span that names no tenant is of the one around it, as far as that is in this process.
    private static string? TenantOf(Activity span)
    {
        for (var activity = span; activity is not null; activity = activity.Parent)
        {
            if (activity.GetTagItem(OtelGenAIAttributes.Tenant) is string tenant)
            {
                return tenant;
            }
        }

        return null;
    }

    private Route? DefaultRoute() => options.Default is null ? null : _default ??= Open(() => options.Default);

    private Route RouteOf(string tenant)
    {
        if (!_tenants.TryGetValue(tenant, out var route))
        {
            if (_tenants.Count == options.MaxTenants)
            {
                CloseIdle();
            }

            route = Open(() => options.Resolve!(tenant));
            _tenants.Add(tenant, route);
        }

        return route;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The queue disposes its exporter.")]
    private Route Open(Func<GenAITenantDestination?> resolve) => new(new BatchActivityExportProcessor(
        new TenantExporter(resolve, options.RefreshAfter, options.Clock, ParentProvider.GetResource()),
        scheduledDelayMilliseconds: (int)options.Delay.TotalMilliseconds));

    private void CloseIdle()
    {
        var (tenant, idle) = _tenants.MinBy(static pair => pair.Value.UsedAt);
        _tenants.Remove(tenant);
        _closing.RemoveAll(static task => task.IsCompleted);
        // Closing flushes, and waits for a receiver; the spans of others wait for this lock.
        _closing.Add(Task.Run(() =>
        {
            idle.Queue.Shutdown(CloseTimeoutMilliseconds);
            idle.Queue.Dispose();
        }));
    }

    private bool ForAll(Func<Route, bool> action)
    {
        List<Route> routes;
        lock (_gate)
        {
            routes = [.. _tenants.Values, .. _default is null ? (Route[])[] : [_default]];
        }

        // At once: a receiver that hangs takes its own time, and not that of the others.
        var results = routes.ConvertAll(route => Task.Factory.StartNew(() => action(route), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Task.WaitAll(results.ToArray<Task>());
        return results.TrueForAll(static task => task.Result);
    }

    private sealed class Route(BatchActivityExportProcessor queue)
    {
        public BatchActivityExportProcessor Queue { get; } = queue;

        public long UsedAt { get; set; }
    }
}
