using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Storage.Tests.Conformance;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>The SQLite store on an ordinary day.</summary>
public class SqliteConformanceTests : StoreConformance
{
    private protected TempFolder Folder { get; } = new();

    private protected ManualClock Clock { get; } = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Folder.Dispose();
    }

    protected override async Task<ITraceStore> OpenAsync() =>
        await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = Folder.Path, Prices = Prices, MessageFormat = new OtlpMessageFormat() }, Clock);
}

/// <summary>The SQLite store with every append on another day.</summary>
public sealed class SqliteRolloverConformanceTests : SqliteConformanceTests
{
    protected override async Task<ITraceStore> OpenAsync() => new NewDayEveryAppend(await base.OpenAsync(), Clock);
}

/// <summary>The SQLite store that remembers next to nothing: every trace that goes on is read from its file.</summary>
public sealed class SqliteForgetfulConformanceTests : SqliteConformanceTests
{
    protected override async Task<ITraceStore> OpenAsync() => await SqliteTraceStore.OpenAsync(
        new SqliteStoreOptions
        {
            DataFolder = Folder.Path,
            Prices = Prices,
            MessageFormat = new OtlpMessageFormat(),
            MaxArrivingSpans = 1,
            MaxIdleReaders = 1,
            MaxConcurrentReads = 1,
            MaxSpansPerCommit = 1,
        },
        Clock);
}
