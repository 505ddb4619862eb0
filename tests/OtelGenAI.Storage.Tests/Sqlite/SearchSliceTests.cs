using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>A search that takes long reads as of one moment after the other: while somebody reads, the log of the file cannot start over.</summary>
public sealed class SearchSliceTests : IDisposable
{
    private const int Traces = 120;

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly DayReaders _readers = new(new DayConnections(new SqliteStoreOptions(), DaySchema.Spans), maxIdle: 4);
    private int _slices;
    private bool _couldEmptyLog = true;

    public void Dispose()
    {
        _readers.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("", TraceOrder.NewestFirst)]
    [InlineData("\"something that nobody said\"", TraceOrder.NewestFirst)]
    [InlineData("has(span:*)", TraceOrder.NewestFirst)]
    [InlineData("has(span:*)", TraceOrder.CostliestFirst)]
    [InlineData("\"something that nobody said\"", TraceOrder.CostliestFirst)]
    public async Task The_log_can_be_emptied_while_a_search_goes_on_and_the_page_is_the_same(string query, TraceOrder order)
    {
        var path = await StoreAsync();
        using var writer = new SqliteConnection(path, SqliteAccess.Write);
        writer.Execute("PRAGMA journal_mode = WAL");
        writer.Execute("PRAGMA wal_autocheckpoint = 0");

        var page = Listing(query, BetweenSlices, order: order).Run();

        Assert.True(_couldEmptyLog);
        Assert.InRange(_slices, 4, Traces);
        Assert.Equal(query.StartsWith('"') ? 0 : Traces, page.Items.Count);
        Assert.Equal(page.Items.Select(trace => trace.TraceId).Distinct(), Enumerable.Range(0, page.Items.Count).Select(trace => Some.TraceId(Traces - 1 - trace)));
        Assert.Equal((Traces, false, null), (page.Examined, page.RanOutOfTime, page.Next));

        void BetweenSlices()
        {
            writer.Execute("UPDATE traces SET unpriced_calls = unpriced_calls");
            _couldEmptyLog &= writer.Checkpoint(emptyLog: true, patienceMilliseconds: 0) == 0;
        }
    }

    [Fact]
    public async Task A_trace_that_moves_down_the_list_meanwhile_counts_once()
    {
        var path = await StoreAsync();
        using var writer = new SqliteConnection(path, SqliteAccess.Write);
        writer.Execute("PRAGMA journal_mode = WAL");
        var newest = new List<TraceId>();

        var (examined, ranOutOfTime) = Listing("", () => writer.Execute("UPDATE traces SET start_time = 1 WHERE start_time = (SELECT max(start_time) FROM traces)"))
            .Visit(trace => newest.Add(trace.Summary.TraceId));

        Assert.InRange(_slices, 4, Traces);
        Assert.InRange(examined, Traces, Traces + _slices);
        Assert.False(ranOutOfTime);
        Assert.Equal(Enumerable.Range(0, Traces).Select(trace => Some.TraceId(Traces - 1 - trace)), newest);
    }

    [Theory]
    [InlineData(TraceOrder.NewestFirst)]
    [InlineData(TraceOrder.CostliestFirst)]
    public async Task A_search_keeps_its_time_over_all_slices_and_goes_on_where_it_stopped(TraceOrder order)
    {
        await StoreAsync();
        List<TraceId> found = [];
        TraceCursor? after = null;
        var pages = 0;
        do
        {
            var page = Listing("has(span:*)", () => { }, after, TimeSpan.FromMilliseconds(600), order).Run();
            found.AddRange(page.Items.Select(trace => trace.TraceId));
            Assert.Equal(page.Next is not null, page.RanOutOfTime);
            after = page.Next;
            pages++;
        }
        while (after is not null);

        Assert.InRange(pages, 2, Traces);
        Assert.InRange(_slices, pages + 2, Traces);
        Assert.Equal(Enumerable.Range(0, Traces).Select(trace => Some.TraceId(Traces - 1 - trace)), found);
    }

    private TraceListing Listing(string text, Action betweenSlices, TraceCursor? after = null, TimeSpan? time = null, TraceOrder order = TraceOrder.NewestFirst)
    {
        var files = new TenantFiles(_folder.File(Some.Tenant.Name), DaySchema.Spans, DayFile.AllIn(_folder.File(Some.Tenant.Name), DaySchema.Spans));
        var query = TraceQuery.Parse(text, DateTimeOffset.UnixEpoch, out _);
        var budget = new QueryBudget(new ClockThatGoesOn(_clock, TimeSpan.FromMilliseconds(10)), time, CancellationToken.None);
        var evaluation = new QueryEvaluation(query!, new OtlpMessageFormat(), new AttributeKeyTable(), budget);
        return new TraceListing(Begin, new TraceFilter { Query = query, Order = order }, after, limit: Traces, evaluation, budget);

        ReadSession Begin()
        {
            if (_slices++ > 0)
            {
                betweenSlices();
            }

            return new ReadSession(files, _readers, pinned: new HashSet<TraceId>(), CancellationToken.None);
        }
    }

    private async Task<string> StoreAsync()
    {
        await using var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = _folder.Path }, _clock);
        await OtlpSpec.AppendAsync(store, Enumerable.Range(0, Traces).Select(trace => new OtlpSpec { Trace = trace, Start = trace }));
        return Assert.Single(Directory.GetFiles(_folder.File(Some.Tenant.Name), "*.db"));
    }
}
