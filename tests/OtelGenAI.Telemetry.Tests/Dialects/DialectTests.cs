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
