using System.Text;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.TextIndex;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

public sealed class SchemaTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteConnection _connection;

    public SchemaTests() => _connection = new DayConnections(new SqliteStoreOptions(), DaySchema.Spans).OpenWriter(_folder.File("2026-01-02.db"));

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string, int> Filters
    {
        get
        {
            var shapes = new TheoryData<string, int>();
            for (var shape = 0; shape < 64; shape++)
            {
                shapes.Add((shape & 8) != 0 ? "traces_user" : (shape & 4) != 0 ? "traces_conversation" : (shape & 16) != 0 ? "traces_failed" : "traces_start", shape);
            }

            return shapes;
        }
    }

    [Fact]
    public void The_schema_of_a_version_never_changes()
    {
        var text = new StringBuilder();
        var query = _connection.Statement("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
        while (query.Step())
        {
            text.AppendLine(query.Text(0));
        }

        query.Reset();
        Assert.Equal((11, 8545875162939474145UL), (DaySchema.Spans.Version, ContentHash.Of(Encoding.UTF8.GetBytes(text.ToString().ReplaceLineEndings("\n")))));
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Every_list_is_read_in_order_from_an_index(string index, int shape)
    {
        var filter = new TraceFilter
        {
            StartFromUnixNano = (shape & 1) != 0 ? 1 : null,
            StartBeforeUnixNano = (shape & 2) != 0 ? 2 : null,
            ConversationId = (shape & 4) != 0 ? "c" : null,
            UserId = (shape & 8) != 0 ? "u" : null,
            HasError = (shape & 16) != 0 ? true : null,
        };
        TraceCursor? after = (shape & 32) != 0 ? new TraceCursor(1, Some.TraceId(1)) : null;

        var plan = new StringBuilder();
        var query = _connection.Statement("EXPLAIN QUERY PLAN " + TraceQuestions.Question(filter, after).Sql);
        while (query.Step())
        {
            plan.AppendLine(query.Text(3));
        }

        query.Reset();
        Assert.Contains(index, plan.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error:true")]
    [InlineData("error:true tool:search start>2026-01-01")]
    [InlineData("has(kind:tool error:true)")]
    public void What_failed_is_read_from_an_index_of_its_own(string query)
    {
        var sql = new QuerySql(_connection);
        var condition = sql.OfIndex(TraceQuery.Parse(query, DateTimeOffset.UnixEpoch, out _)!.Root);

        List<string> plan = [];
        TextCandidates.ForEach(_connection, "EXPLAIN QUERY PLAN " + TraceQuestions.Question(new TraceFilter(), after: null, "trace_no", condition).Sql, row => plan.Add(row.Text(3)!));

        Assert.Contains("traces_failed", Assert.Single(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_texts_comes_back()
    {
        string[] texts = ["gpt-4o", "a \"quoted\" \\ name", "日本語", "\n", ""];

        Assert.Equal(texts, TextList.Read(TextList.Write(texts)));
        Assert.Empty(TextList.Read(TextList.Write([])));
    }

    [Fact]
    public void The_filter_of_trace_ids_never_misses_one_and_seldom_errs()
    {
        var filter = new TraceIdFilter(expectedIds: 10_000);
        for (var id = 0; id < 10_000; id++)
        {
            filter.Add(Some.TraceId(id));
        }

        Assert.All(Enumerable.Range(0, 10_000), id => Assert.True(filter.MayContain(Some.TraceId(id))));
        Assert.InRange(Enumerable.Range(10_000, 10_000).Count(id => filter.MayContain(Some.TraceId(id))), 0, 300);
    }
}
