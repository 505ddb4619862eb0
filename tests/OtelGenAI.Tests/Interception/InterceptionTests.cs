using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Interception;

/// <summary>Methods with attributes, called as an application calls them: this project is compiled with the generator.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class InterceptionTests
{
    private readonly Kitchen _kitchen = new();

    [Fact]
    public async Task Every_kind_is_a_span_of_its_operation_with_what_went_in_and_out()
    {
        using var telemetry = WithContent();

        Assert.Equal(3, Kitchen.Add(1, 2));
        Assert.Equal("soup under execute_tool cook_dish", (await _kitchen.CookAsync("soup", 5)).Name);
        await _kitchen.OpenAsync();
        await _kitchen.CloseAsync();
        Assert.Equal("stew", Assert.Single(_kitchen.Search(3, "stew")).Name);
        Assert.False(_kitchen.IsAllowed("poison"));
        Assert.Equal("salty", _kitchen.Taste());

        Assert.Equal(
            ["execute_tool Add", "execute_tool cook_dish", "invoke_workflow Open", "Kitchen.Close", "retrieval recipes", "run_guardrail IsAllowed", "Kitchen.Taste"],
            Names(telemetry));
        var spans = telemetry.Spans;
        Assert.Equal(("""{"a":1,"b":2}""", "3"), (spans[0].Tag(GenAIAttributes.ToolCallArguments), spans[0].Tag(GenAIAttributes.ToolCallResult)));
        Assert.Equal(("""{"name":"soup","minutes":5}""", null), (spans[1].Tag(GenAIAttributes.ToolCallArguments), spans[1].Tag(GenAIAttributes.ToolCallResult)));
        Assert.Equal(("stew", """[{"name":"stew","minutes":3}]"""), (spans[4].Tag(GenAIAttributes.RetrievalQueryText), spans[4].Tag(GenAIAttributes.RetrievalDocuments)));
        Assert.Equal(("poison", "false"), (spans[5].Tag(OtelGenAIAttributes.Input), spans[5].Tag(OtelGenAIAttributes.Output)));
        Assert.Equal("salty", spans[6].Tag(OtelGenAIAttributes.Output));
        Assert.All(spans, static span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    [Fact]
    public async Task Calls_inside_nest_and_the_caller_goes_on_in_its_own_span()
    {
        using var telemetry = WithContent();
        using var root = Telemetry.App.StartActivity("root");

        var serving = _kitchen.ServeAsync("soup");
        Assert.Same(root, Activity.Current);
        Assert.Equal("soup under execute_tool cook_dish", await serving);
        Assert.Same(root, Activity.Current);

        var (tool, agent) = (telemetry.Spans[0], telemetry.Spans[1]);
        Assert.Equal(("execute_tool cook_dish", "invoke_agent chef"), (tool.DisplayName, agent.DisplayName));
        Assert.Equal((agent.SpanId, root!.SpanId), (tool.ParentSpanId, agent.ParentSpanId));
        Assert.Equal("chef", tool.Tag(GenAIAttributes.AgentName));
        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"soup"}]}]""", agent.Tag(GenAIAttributes.InputMessages));
        Assert.Equal("""[{"role":"assistant","parts":[{"type":"text","content":"soup under execute_tool cook_dish"}]}]""", agent.Tag(GenAIAttributes.OutputMessages));
    }

    [Fact]
    public async Task What_a_method_throws_passes_as_the_same_object_and_is_an_error()
    {
        using var telemetry = new Telemetry();
        var thrown = new FormatException("no");

        Assert.Same(thrown, Assert.Throws<FormatException>(() => _kitchen.Throws(thrown)));
        Assert.Same(thrown, await Assert.ThrowsAsync<FormatException>(() => _kitchen.ThrowsAsync(thrown)));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var cooking = _kitchen.CookAsync("soup", 1, cancelled.Token);
        await Assert.ThrowsAsync<OperationCanceledException>(() => cooking);

        Assert.True(cooking.IsCanceled);
        Assert.Equal(["System.FormatException", "System.FormatException", null], telemetry.Spans.Select(static span => span.Tag(ErrorAttributes.Type)));
        Assert.Equal(OtelGenAIStreamOutcomeValues.Cancelled, telemetry.Spans[2].Tag(OtelGenAIAttributes.StreamOutcome));
        Assert.Contains("Kitchen.Throws", Assert.Throws<FormatException>(() => _kitchen.Throws(thrown)).StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_one_span_around_all_its_steps()
    {
        using var telemetry = WithContent();
        using var root = Telemetry.App.StartActivity("root");
        var stream = _kitchen.StreamAsync(2);
        Assert.Empty(telemetry.Spans);

        await foreach (var item in stream)
        {
            Assert.Same(root, Activity.Current);
        }

        await foreach (var item in _kitchen.StreamAsync(2))
        {
            break;
        }

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in _kitchen.StreamAsync(2).WithCancellation(cancelled.Token))
            {
            }
        });

        Assert.Equal(["execute_tool step0", "execute_tool step1", "stream", "execute_tool step0", "stream", "stream"], Names(telemetry));
        var whole = telemetry.Spans[2];
        Assert.Equal((whole.SpanId, whole.SpanId), (telemetry.Spans[0].ParentSpanId, telemetry.Spans[1].ParentSpanId));
        Assert.Equal(("""{"count":2}""", "0 1 "), (whole.Tag(OtelGenAIAttributes.Input), whole.Tag(OtelGenAIAttributes.Output)));
        Assert.Equal("0 ", telemetry.Spans[4].Tag(OtelGenAIAttributes.Output));
    }

    [Fact]
    public void A_sequence_is_recorded_when_it_is_walked_and_a_list_when_it_is_made()
    {
        using var telemetry = WithContent();
        using var root = Telemetry.App.StartActivity("root");
        var sequence = _kitchen.Sequence(2);
        Assert.Empty(telemetry.Spans);

        foreach (var number in sequence)
        {
            Assert.Same(root, Activity.Current);
        }

        Assert.Same(root, Activity.Current);
        Assert.IsType<List<int>>(_kitchen.Materialised());
        Assert.Equal(["execute_tool step0", "execute_tool step1", "sequence", "Kitchen.Materialised"], Names(telemetry));
        Assert.Equal((telemetry.Spans[2].SpanId, "[0,1]"), (telemetry.Spans[1].ParentSpanId, telemetry.Spans[2].Tag(OtelGenAIAttributes.Output)));
    }

    [Fact]
    public void Generic_private_and_protected_methods_extensions_and_those_of_structs_are_recorded()
    {
        using var telemetry = new Telemetry();
        var counter = default(Counter);
        var pantry = new Pantry<string>("rice");

        counter.Increment();
        Assert.Equal(1, counter.Count);
        Assert.Equal(5, _kitchen.Echo(5));
        Assert.Equal("rice", pantry.Take());
        Assert.Equal(("rice", 7), pantry.Both(7));
        Assert.Equal("secret 3 half!", _kitchen.CallsItsSecrets());
        Assert.Equal("spoon of Kitchen", _kitchen.Polished("spoon"));
        Assert.Equal("spoon of Kitchen", KitchenExtensions.Polished(_kitchen, "spoon"));
        Assert.Equal("salty", TasteOf(_kitchen));
        Assert.Null(TasteOf(kitchen: null));

        Assert.Equal(
            ["count", "execute_tool Echo", "execute_tool Take", "pair", "Kitchen.Secret", "Kitchen.HalfSecret", "Kitchen.StaticSecret", "polished", "polished", "Kitchen.Taste"],
            Names(telemetry));
    }

    [Fact]
    public async Task Parameters_of_every_kind_pass_through()
    {
        using var telemetry = WithContent();
        var searches = 1;
        int[] numbers = [1, 2, 3];

        Assert.True(_kitchen.TryFind("soup", out var dish, ref searches, in numbers[1]));
        Assert.Equal(("soup", 3), (dish!.Name, searches));
        Assert.Equal(6, _kitchen.Sum(numbers));
        _kitchen.Tail(numbers)[0] = 9;
        Assert.Equal(9, numbers[1]);
        Assert.Equal(13, await _kitchen.SumAsync(numbers));
        Assert.Equal(3, _kitchen.WithDefaults(more: [4, 5]));
        Assert.Equal(3, _kitchen.WithDefaults(1, 4, 5));

        Assert.Equal("""{"name":"soup","searches":1,"limit":2}""", telemetry.Spans[0].Tag(OtelGenAIAttributes.Input));
        Assert.Equal(["Kitchen.TryFind", "Kitchen.Sum", "Kitchen.Tail", "Kitchen.Sum", "Kitchen.Sum", "optional", "optional"], Names(telemetry));
    }

    [Fact]
    public void An_attribute_on_an_interface_or_a_base_counts_for_what_implements_it_once()
    {
        using var telemetry = new Telemetry();
        Kitchen bistro = new Bistro();

        Assert.Equal("2 execute_tool stir", StirBy(_kitchen));
        Assert.Equal("2 execute_tool stir", _kitchen.Stir(2));
        Assert.Equal("pepper and salt", bistro.Season());
        Assert.Equal("pepper and salt", new Bistro().Season());

        Assert.Equal(["execute_tool stir", "execute_tool stir", "Kitchen.Season", "Bistro.Season"], Names(telemetry));
    }

    [Fact]
    public async Task The_result_of_an_evaluation_is_its_score()
    {
        using var logs = new LogExporter();
        using var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options.AddProcessor(new SimpleLogRecordExportProcessor(logs))));
        using var telemetry = new Telemetry(options => options.LoggerFactory = factory);

        Assert.Equal(0.5, _kitchen.Judge(new Dish("soup", 5)));
        Assert.Equal(Verdict.Burnt, await _kitchen.JudgeAsync(new Dish("soup", 50)));

        Assert.Equal(["evaluate tastiness", "evaluate verdict"], Names(telemetry));
        Assert.Equal([("tastiness", 0.5, null), ("verdict", null, "Burnt")], logs.Records.Select(static record => (
            (string)record.Attributes[GenAIAttributes.EvaluationName]!,
            record.Attributes.GetValueOrDefault(GenAIAttributes.EvaluationScoreValue) as double?,
            record.Attributes.GetValueOrDefault(GenAIAttributes.EvaluationScoreLabel) as string)));
        Assert.Equal(telemetry.Spans.Select(static span => span.TraceId), logs.Records.Select(static record => record.Trace));
        Assert.All(telemetry.Spans, static span => Assert.Null(span.Tag(OtelGenAIAttributes.Input)));
    }

    [Fact]
    public void Values_that_cannot_be_written_cost_only_themselves()
    {
        using var telemetry = WithContent();
        var circle = new Dictionary<string, object>();
        circle["self"] = circle;

        Assert.Same(circle, _kitchen.Echo(circle));
        Assert.IsType<Circle>(_kitchen.Echo(new Circle()));
        Assert.Equal(100_000, _kitchen.Echo(new byte[100_000]).Length);
        _kitchen.Echo(Enumerable.Range(0, 3).AsQueryable());
        _kitchen.Echo(JsonDocument.Parse("[1]").RootElement);
        _kitchen.Echo(double.NaN);

        Assert.Equal(6, telemetry.Spans.Count);
        Assert.Equal("""{"value":"System.Byte[]"}""", telemetry.Spans[2].Tag(GenAIAttributes.ToolCallArguments));
        Assert.Equal("""{"value":[1]}""", telemetry.Spans[4].Tag(GenAIAttributes.ToolCallArguments));
        Assert.Equal("""{"value":"NaN"}""", telemetry.Spans[5].Tag(GenAIAttributes.ToolCallArguments));
        Assert.All(telemetry.Spans, static span => JsonDocument.Parse((string)span.Tag(GenAIAttributes.ToolCallArguments)!).Dispose());
    }

    [Fact]
    public void Nobody_listening_a_call_allocates_nothing()
    {
        Kitchen.Add(1, 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = Kitchen.Add(1, 2);

        Assert.Equal((3, 0), (sum, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    private static Telemetry WithContent() => new(static options =>
    {
        options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
        options.MaxContentBytes = 4096;
    });

    private static string? TasteOf(Kitchen? kitchen) => kitchen?.Taste();

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1859", Justification = "A call through the interface is what is tested.")]
    private static string StirBy(ICook cook) => cook.Stir(2);

    private static IEnumerable<string> Names(Telemetry telemetry) => telemetry.Spans.Select(static span => span.DisplayName);

    private sealed class Circle
    {
        public Circle Self => this;
    }
}
