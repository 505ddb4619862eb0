using System.Reflection;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Dialects;

namespace OtelGenAI.Telemetry.Tests.Dialects;

/// <summary>What holds for every dialect of <c>conventions/dialects</c>, walked from the data.</summary>
public class DialectTests
{
    private static string Folder { get; } =
        typeof(DialectTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "GoldenFolder").Value!;

    public static TheoryData<string> Names => [.. DialectRegistry.Dialects.Select(dialect => dialect.Name)];

    public static TheoryData<string, string, string> Sources
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var dialect in DialectRegistry.Dialects)
            {
                foreach (var entry in dialect.Fields)
                {
                    foreach (var name in entry.From)
                    {
                        rows.Add(dialect.Name, entry.Field, name);
                    }
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_dialect_has_golden_cases(string dialect) =>
        Assert.True(Directory.Exists(Path.Combine(Folder, dialect)) || dialect == "mcp", $"There are no golden cases for {dialect}.");

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_field_is_read_from_each_of_its_attributes(string dialect, string field, string name)
    {
        _ = dialect;
        using var span = new OneSpan((name, "7"));
        var slot = AttributeSlots.OfField(field);

        Assert.Equal(name, span.Reader.Explain(span.Batch, 0).SourceOf[(int)slot]);
    }

    public static TheoryData<string, string, string> OwnSources
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var dialect in DialectRegistry.Dialects)
            {
                foreach (var entry in dialect.OwnFields)
                {
                    foreach (var name in entry.From)
                    {
                        rows.Add(dialect.Name, entry.Field, name);
                    }
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(OwnSources))]
    public void A_field_of_one_dialect_is_read_on_its_spans(string dialect, string field, string name)
    {
        var (key, value) = MarkOf(DialectRegistry.Dialects.Single(entry => entry.Name == dialect));
        using var span = new OneSpan((key, value), (name, "7"));

        Assert.Equal(name, span.Reader.Explain(span.Batch, 0).SourceOf[(int)AttributeSlots.OfField(field)]);
    }

    [Fact]
    public void A_name_that_two_dialects_use_in_different_units_is_read_in_each_ones_own()
    {
        using var seconds = new OneSpan(("telemetry.sdk.name", "openlit"), ("gen_ai.server.time_to_first_token", "0.4"));
        using var milliseconds = new OneSpan(("event_loop.cycle_id", "c"), ("gen_ai.server.time_to_first_token", "400"));
        using var unknown = new OneSpan(("gen_ai.server.time_to_first_token", "400"));

        Assert.Equal(0.4, seconds.Columns.TimeToFirstChunkSeconds);
        Assert.Equal(0.4, milliseconds.Columns.TimeToFirstChunkSeconds);
        Assert.Null(unknown.Columns.TimeToFirstChunkSeconds);
    }

    /// <summary>Each pair of neighbours in the order.</summary>
    public static TheoryData<string, string> Neighbours
    {
        get
        {
            var rows = new TheoryData<string, string>();
            var marked = DialectRegistry.Dialects.Where(HasMark).ToList();
            for (var i = 1; i < marked.Count; i++)
            {
                rows.Add(marked[i - 1].Name, marked[i].Name);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void Of_two_dialects_whose_marks_a_span_has_it_is_the_first_in_the_order(string first, string second)
    {
        var dialects = DialectRegistry.Dialects.ToDictionary(dialect => dialect.Name);
        var (one, other) = (MarkOf(dialects[first]), MarkOf(dialects[second]));
        using var span = new OneSpan(one, other);
        using var reversed = new OneSpan(other, one);

        Assert.True(dialects[first].Order < dialects[second].Order);
        Assert.Equal(dialects[first].Title, span.Reader.Explain(span.Batch, 0).Dialect);
        Assert.Equal(dialects[first].Title, reversed.Reader.Explain(reversed.Batch, 0).Dialect);
    }

    [Fact]
    public void The_conventions_name_wins_over_a_dialects_and_its_earlier_name_too()
    {
        using var span = new OneSpan(
            ("langfuse.observation.model.name", "of langfuse"), ("gen_ai.request.model", "current"), ("llm.token_count.prompt", "1"), ("gen_ai.usage.prompt_tokens", "2"));

        Assert.Equal("current", Encoding.UTF8.GetString(span.Columns.RequestModel.Span));
        Assert.Equal(2, span.Columns.Tokens.Input);
    }

    [Fact]
    public void Of_two_dialects_the_first_in_the_order_gives_the_field()
    {
        using var span = new OneSpan(("llm.model_name", "of openinference"), ("langfuse.observation.model.name", "of langfuse"));

        Assert.Equal("of langfuse", Encoding.UTF8.GetString(span.Columns.RequestModel.Span));
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("tool_calls", "tool_call")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("[\"stop\"]", "stop")]
    [InlineData("[\"stop\",\"length\"]", "stop,length")]
    [InlineData("[Stop, Length]", "stop,length")]
    [InlineData("[ToolCalls]", "ToolCalls")]
    [InlineData("[]", "")]
    public void Finish_reasons_are_read_from_a_text_a_list_in_a_text_and_what_only_looks_like_one(string sent, string expected)
    {
        using var span = new OneSpan(("gen_ai.response.finish_reasons", sent));

        Assert.Equal(expected, Encoding.UTF8.GetString(span.Columns.FinishReasons.Span));
    }

    [Theory]
    [InlineData("12", 12L)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("many", null)]
    public void A_count_is_read_from_a_text_when_it_is_one(string sent, long? expected)
    {
        using var span = new OneSpan(("gen_ai.usage.input_tokens", sent));

        Assert.Equal(expected, span.Columns.Tokens.Input);
    }

    // The span of OneSpan starts a nanosecond after the beginning of 1970.
    [Theory]
    [InlineData("\"1970-01-01T00:00:01.500Z\"", 1.5)]
    [InlineData("1970-01-01T00:00:00.000Z", 0.0)]
    [InlineData("1969-12-31T23:59:59Z", null)]
    [InlineData("2026-01-01T00:00:00Z", null)]
    [InlineData("soon", null)]
    public void The_time_of_the_first_chunk_is_read_as_the_time_to_it(string sent, double? expected)
    {
        using var span = new OneSpan(("langfuse.observation.completion_start_time", sent));

        Assert.Equal(expected, span.Columns.TimeToFirstChunkSeconds);
    }

    private static bool HasMark(DialectDefinition dialect) => dialect.Keys.Count + dialect.Prefixes.Count + dialect.Values.Count > 0;

    private static (string Key, string Value) MarkOf(DialectDefinition dialect) =>
        dialect.Values.Count > 0 ? (dialect.Values[0].Key, dialect.Values[0].Prefix + "x")
        : dialect.Keys.Count > 0 ? (dialect.Keys[0], "x")
        : (dialect.Prefixes[0] + "x", "x");

    [Theory]
    [InlineData("langfuse.observation.type", "generation", "openinference.span.kind", "CHAIN", ObservationKind.Llm)]
    [InlineData("openinference.span.kind", "LLM", "gen_ai.operation.name", "execute_tool", ObservationKind.Llm)]
    [InlineData("langsmith.span.kind", "retriever", "gen_ai.operation.name", "embeddings", ObservationKind.Retrieval)]
    [InlineData("mcp.method.name", "tools/call", "gen_ai.operation.name", "execute_tool", ObservationKind.Tool)]
    public void The_first_dialect_in_the_order_decides_the_kind(string key, string value, string otherKey, string otherValue, ObservationKind expected)
    {
        using var span = new OneSpan((key, value), (otherKey, otherValue));
        using var reversed = new OneSpan((otherKey, otherValue), (key, value));

        Assert.Equal(expected, span.Columns.Kind);
        Assert.Equal(expected, reversed.Columns.Kind);
    }

    [Fact]
    public void A_bare_name_is_believed_only_on_the_spans_of_the_dialect_that_uses_it()
    {
        using var own = new OneSpan(("span.type", "claude_code.llm_request"), ("input_tokens", "7"), ("model", "m"));
        using var others = new OneSpan(("input_tokens", "7"), ("model", "m"));

        Assert.Equal(7, own.Columns.Tokens.Input);
        Assert.True(others.Columns.Tokens.IsEmpty);
        Assert.Equal(ObservationKind.Span, others.Columns.Kind);
    }

    [Fact]
    public void Attributes_that_nobody_knows_are_listed_and_those_of_a_dialect_are_not()
    {
        using var span = new OneSpan(("langfuse.observation.metadata.plan", "pro"), ("acme.order", "7"), ("gen_ai.request.model", "m"), ("acme.order", "8"));

        Assert.Equal(["acme.order"], span.Reader.NotUnderstood(span.Batch, span.Batch.Spans[0].Attributes));
    }

    [Fact]
    public void A_span_of_a_dialect_is_read_without_allocating()
    {
        using var span = new OneSpan(
            ("openinference.span.kind", "LLM"), ("llm.model_name", "m"), ("llm.token_count.prompt", "7"), ("llm.finish_reason", "tool_calls"),
            ("langfuse.observation.usage_details", """{"input":1,"nested":{"deeper":[1,2]},"output":2}"""));
        span.Reader.Read(span.Batch);
        var before = GC.GetAllocatedBytesForCurrentThread();

        span.Reader.Read(span.Batch);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal("tool_call", Encoding.UTF8.GetString(span.Columns.FinishReasons.Span));
        Assert.Equal(2, span.Columns.Tokens.Output);
    }
}
