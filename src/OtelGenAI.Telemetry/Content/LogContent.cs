using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Collects what the log records of a span say, for a span that does not say it itself. Not thread-safe.</summary>
/// <remarks>
/// Records come one by one, in the order of their time, so that one batch can be used for all of them. The event with the details of an
/// inference holds whole lists of messages and wins over the events that hold one message each.
/// </remarks>
public sealed class LogContent
{
    private readonly SpanContent _details = new();
    private readonly SpanContent _messages = new();

    /// <summary>Adds a record.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="logIndex">Which of its records.</param>
    /// <param name="source">What to call the record where it is explained.</param>
    public void Add(TelemetryBatch batch, int logIndex, string source)
    {
        ref readonly var log = ref batch.Logs[logIndex];
        if (LogEvents.NameOf(batch, log) is not { } name)
        {
            return;
        }

        var said = new SpanContent();
        if (name == GenAIEvents.ClientInferenceOperationDetails)
        {
            new AttributeContent(batch, log.Attributes).AddTo(said, ObservationKind.Llm);
            Fill(_details, said, property => $"{source} {name} {said.Sources[property]}");
            return;
        }

        MessageEvents.Add(said, name, LogEvents.FieldsOf(batch, log));
        _messages.Input = Join(_messages.Input, said.Input);
        _messages.Output = Join(_messages.Output, said.Output);
        foreach (var property in said.Sources.Keys)
        {
            _messages.Sources[property] = _messages.Sources.TryGetValue(property, out var before) ? $"{before}, {source} {name}" : $"{source} {name}";
        }
    }

    /// <summary>Gives a span what it did not say itself.</summary>
    /// <param name="content">What the span said; completed.</param>
    public void Complete(SpanContent content)
    {
        Fill(content, _details, property => _details.Sources[property]);
        Fill(content, _messages, property => _messages.Sources[property]);
    }

    private static void Fill(SpanContent content, SpanContent more, Func<string, string> source)
    {
        var isNew = more.Sources.Keys.Where(property => !content.Sources.ContainsKey(property)).ToHashSet();
        content.Input = Take(nameof(content.Input), content.Input, more.Input);
        content.Output = Take(nameof(content.Output), content.Output, more.Output);
        content.SystemInstructions = Take(nameof(content.SystemInstructions), content.SystemInstructions, more.SystemInstructions);
        content.ToolDefinitions = Take(nameof(content.ToolDefinitions), content.ToolDefinitions, more.ToolDefinitions);
        content.ToolArguments = Take(nameof(content.ToolArguments), content.ToolArguments, more.ToolArguments);
        content.ToolResult = Take(nameof(content.ToolResult), content.ToolResult, more.ToolResult);
        content.Documents = Take(nameof(content.Documents), content.Documents, more.Documents);
        foreach (var property in isNew)
        {
            content.Sources[property] = source(property);
            if (more.CutOff.Contains(property))
            {
                content.CutOff.Add(property);
            }
        }

        TNode? Take<TNode>(string property, TNode? said, TNode? offered)
            where TNode : JsonNode => isNew.Contains(property) ? (TNode?)offered?.DeepClone() : said;
    }

    private static JsonArray? Join(JsonArray? messages, JsonArray? more)
    {
        foreach (var message in more ?? [])
        {
            messages ??= [];
            messages.Add(message?.DeepClone());
        }

        return messages;
    }
}
