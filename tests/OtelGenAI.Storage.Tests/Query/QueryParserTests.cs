using System.Globalization;
using System.Reflection;
using OtelGenAI.Storage.Query;

namespace OtelGenAI.Storage.Tests.Query;

/// <summary>The query language is read as its page says, and what is wrong is pointed at.</summary>
public sealed class QueryParserTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static string Page { get; } = File.ReadAllText(
        typeof(QueryParserTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "QueryLanguage").Value!);

    public static TheoryData<string> Examples => [.. Page.Split('\n').SkipWhile(line => line != "```query").Skip(1).TakeWhile(line => line != "```")
        .Select(line => line.Split("  ")[0].Trim()).Where(line => line.Length > 0)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_the_page_is_understood(string example)
    {
        Assert.NotNull(TraceQuery.Parse(example, Now, out var problem));
        Assert.Null(problem);
    }

    [Fact]
    public void Every_field_is_on_the_page_and_no_other()
    {
        var listed = Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]).Order(StringComparer.Ordinal);

        Assert.Equal(QueryFields.All.Select(field => field.Name).Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [InlineData("modle:gpt-4o", 0, 5, "model", "There is no field 'modle'; did you mean 'model'?")]
    [InlineData("error:true toool:x", 11, 5, "tool", "There is no field 'toool'; did you mean 'tool'?")]
    [InlineData("quux_frobnicate:1", 0, 15, null, "There is no field 'quux_frobnicate'; an attribute is asked for with attr[\"key\"]:value.")]
    [InlineData("kind:lmm", 5, 3, "llm", "kind is never 'lmm'; did you mean 'llm'?")]
    [InlineData("tokens.total>many", 13, 4, null, "'many' is no value of tokens.total: a number such as 2000 or 2k.")]
    [InlineData("duration>5", 9, 1, null, "'5' is no value of duration: a duration with its unit such as 250ms, 5s or 2m.")]
    [InlineData("tool>a", 4, 1, ":", "tool has no order; write tool:a.")]
    [InlineData("(error:true", 0, 1, null, "This bracket is never closed.")]
    [InlineData("error:true)", 10, 1, "", "This bracket closes nothing.")]
    [InlineData("tool:\"x", 5, 1, null, "This quote is never closed.")]
    [InlineData("error:true and", 14, 0, null, "A condition is missing here.")]
    [InlineData("or error:true", 0, 1, null, "A condition is missing here.")]
    [InlineData("model:(a b)", 9, 1, ",", "Values of a list are separated by commas.")]
    [InlineData("model:", 6, 0, null, "A value for model is missing here.")]
    [InlineData("haz(tool:x)", 0, 3, "has", "There is no haz( ); did you mean has( )?")]
    [InlineData("has(spans>3)", 4, 5, null, "'spans' is a field of traces, and here conditions are about one span; write trace(spans…).")]
    [InlineData("count(kind:tool)", 16, 0, ">0", "count( ) is compared with a number: count(kind:tool)>20.")]
    [InlineData("has(same(tool))", 4, 4, null, "same( ) compares a span with the one outside: write it inside child( ), followed_by( ) and their like.")]
    [InlineData("attr:x", 0, 4, null, "attr needs a key: attr[\"key\"]:value.")]
    [InlineData("\"...\"", 0, 5, null, "There is no word in '...' to look for.")]
    public void What_is_wrong_is_pointed_at_and_what_was_meant_is_guessed(string text, int column, int length, string? suggestion, string message)
    {
        Assert.Null(TraceQuery.Parse(text, Now, out var problem));
        Assert.Equal(new QueryProblem(message, column, length, suggestion), problem);
    }

    [Theory]
    [InlineData(4_097, 1, "The query has 4097 characters; the limit is 4096.")]
    [InlineData(1, 40, "The query is nested more than 32 deep.")]
    public void What_is_too_long_or_too_deep_is_refused(int length, int depth, string message)
    {
        var text = new string('(', depth) + new string('a', length) + new string(')', depth);

        Assert.Null(TraceQuery.Parse(length > depth ? new string('a', length) : text, Now, out var problem));
        Assert.Equal(message, problem!.Message);
    }

    [Fact]
    public void More_conditions_than_a_person_writes_are_refused()
    {
        var text = string.Join(" or ", Enumerable.Range(0, 257).Select(number => number.ToString(CultureInfo.InvariantCulture)));

        Assert.Null(TraceQuery.Parse(text, Now, out var problem));
        Assert.Equal("The query has more than 256 conditions.", problem!.Message);
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        const string alphabet = "()[]\":<>=.,*- andornothas(count(kind:tool)attr[\"x\"]1..5\\\u00e4\ud83d";
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)]));

            var query = TraceQuery.Parse(text, Now, out var problem);

            Assert.True(query is null != (problem is null), text);
            Assert.InRange(problem?.Column ?? 0, 0, text.Length);
        }
    }

    [Theory]
    [InlineData("error:true", QueryDepth.Lines)]
    [InlineData("tool:search", QueryDepth.Spans)]
    [InlineData("error:true \"refund\"", QueryDepth.Payloads)]
    public void It_is_known_beforehand_how_much_must_be_read(string text, QueryDepth depth) =>
        Assert.Equal(depth, TraceQuery.Parse(text, Now, out _)!.Depth);
}
