using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OtelGenAI.Collector.Access;
using OtelGenAI.Collector.Prices;
using OtelGenAI.Collector.Receivers.Grpc;
using OtelGenAI.Collector.Receivers.Http;
using OtelGenAI.Collector.Retention;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Dashboard;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Collector.Hosting;

/// <summary>The collector as a running program: three addresses, the pipeline behind them, and the store at the end.</summary>
/// <remarks>Start once, stop once; stopping finishes the requests under way and then closes the store.</remarks>
internal sealed class CollectorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ITraceStore _store;
    private readonly IMetricStore _metrics;
    private ILoggerFactory? _loggers;
    private readonly Dictionary<ListenerRole, Uri> _addresses = [];

    private CollectorHost(WebApplication app, ITraceStore store, IMetricStore metrics)
    {
        _app = app;
        _store = store;
        _metrics = metrics;
    }

    /// <summary>Opens the store and puts the program together; nothing listens yet.</summary>
    /// <param name="configuration">Settings, the strongest last.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    /// <exception cref="StartupException">A setting is impossible.</exception>
    /// <exception cref="StoreUnavailableException">The data folder cannot be used.</exception>
    public static async Task<CollectorHost> OpenAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var options = Bind(configuration);

        // Settings are checked before the data folder is touched.
        _ = CollectorListeners.Read(options);
        var loggers = LoggerFactory.Create(CollectorLogging.Configure);
        var prices = new ConfiguredPrices(configuration, loggers.CreateLogger<ConfiguredPrices>());
        var storeOptions = new SqliteStoreOptions
        {
            DataFolder = options.Data,
            MaxMetricSeries = StorageOptions.Read(configuration).MaxMetricSeries,
            Prices = prices,
            MessageFormat = new OtlpMessageFormat(),
            IndexText = StorageOptions.Read(configuration).IndexText,
        };
        var store = await SqliteTraceStore.OpenAsync(storeOptions, TimeProvider.System, loggers.CreateLogger<SqliteTraceStore>(), cancellationToken);
        SqliteMetricStore? metrics = null;
        try
        {
            metrics = await SqliteMetricStore.OpenAsync(storeOptions, TimeProvider.System, loggers.CreateLogger<SqliteMetricStore>(), cancellationToken);
            var host = Create(configuration, store, metrics, prices);
            host._loggers = loggers;
            return host;
        }
        catch
        {
            await (metrics?.DisposeAsync() ?? ValueTask.CompletedTask);
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts the program together over a store; nothing listens yet.</summary>
    /// <param name="configuration">Settings, the strongest last.</param>
    /// <param name="store">The store of traces and logs; closed with the host.</param>
    /// <param name="metrics">The store of metrics; closed with the host.</param>
    /// <param name="prices">The prices that the store prices calls with; <see langword="null"/> for those of the configuration.</param>
    /// <exception cref="StartupException">A setting is impossible.</exception>
    public static CollectorHost Create(IConfiguration configuration, ITraceStore store, IMetricStore metrics, ITenantPrices? prices = null)
    {
        try
        {
            return new CollectorHost(Build(configuration, store, metrics, prices), store, metrics);
        }
        catch (OptionsValidationException e)
        {
            throw new StartupException(string.Join(' ', e.Failures));
        }
        catch (InvalidOperationException e) when (e.InnerException is FormatException or OverflowException or ArgumentException)
        {
            // What the configuration binder says of a value that is not a number, and the like; it names the key.
            throw new StartupException(e.Message);
        }
    }

    /// <summary>Services, for tests that look inside.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens, once started.</summary>
    public Uri AddressOf(ListenerRole role) => _addresses[role];

    /// <summary>Begins to listen.</summary>
    /// <exception cref="StartupException">An address is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StartupException(
                $"{e.Message} Another program (perhaps another otelgenai) listens there; choose other addresses with --grpc, --otlp-http and --http, or port 0 for free ones.");
        }

        // Kestrel lists its addresses in the order in which they were configured.
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (var (role, address) in Enum.GetValues<ListenerRole>().Zip(addresses))
        {
            _addresses[role] = new Uri(address);
        }

        var access = _app.Services.GetRequiredService<AccessCheck>();
        _app.Services.GetRequiredService<ReceiverAddresses>()
            .Tell(_addresses[ListenerRole.Grpc], _addresses[ListenerRole.OtlpHttp], () => access.AreKeysRequired);
    }

    /// <summary>Waits until somebody asks the program to stop (Ctrl+C, SIGTERM, <paramref name="cancellationToken"/>).</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops listening, finishes what is under way, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _metrics.DisposeAsync();
        await _store.DisposeAsync();
        _loggers?.Dispose();
    }

    private static CollectorOptions Bind(IConfiguration configuration) => configuration.Get<CollectorOptions>() ?? new CollectorOptions();

    private static WebApplication Build(IConfiguration configuration, ITraceStore store, IMetricStore metrics, ITenantPrices? prices)
    {
        var options = Bind(configuration);
        var listeners = CollectorListeners.Read(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Configuration.AddConfiguration(configuration);
        CollectorLogging.Configure(builder.Logging);
        builder.Services.AddAccess(options).AddReceivers().AddPipeline(store, metrics).AddRetention(store, metrics).AddPrices(store, prices).AddDashboard();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel((_, kestrel) => listeners.AddTo(kestrel));

        var app = builder.Build();
        _ = app.Services.GetRequiredService<TenantSettings>();
        _ = app.Services.GetRequiredService<RetentionSettings>();
        _ = app.Services.GetRequiredService<ITenantPrices>();
        _ = app.Services.GetRequiredService<StorageOptions>();
        app.Use(Dispatch);
        app.Use(UnreadableBodies.AnswerAsync);
        app.Use(app.Services.GetRequiredService<HttpAccess>().HandleAsync);
        app.UseRouting();
        app.MapHealth();
        app.MapDashboard();
        return app;
    }

    // Receivers do not go through routing: it forgives case and slashes, and a request to them costs nothing it does not need.
    private static Task Dispatch(HttpContext context, RequestDelegate next) => ListenerRoleMiddleware.RoleOf(context) switch
    {
        ListenerRole.Grpc => context.RequestServices.GetRequiredService<OtlpGrpcReceiver>().HandleAsync(context),
        ListenerRole.OtlpHttp => context.RequestServices.GetRequiredService<OtlpHttpReceiver>().HandleAsync(context),
        _ => next(context),
    };
}
