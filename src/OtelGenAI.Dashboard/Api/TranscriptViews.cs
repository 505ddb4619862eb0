using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using OtelGenAI.Dashboard.OpenApi;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A run as a conversation, as the API shows it.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="Turns">Its turns, by the time they began.</param>
/// <param name="MissingTurns">How many of them have no content.</param>
/// <param name="CutOffTurns">How many of them were cut off by a length limit of the client.</param>
/// <param name="IsWhole">Whether every span was looked at; a trace whose payload is too large is looked at in part.</param>
internal sealed record TranscriptView(string TraceId, IReadOnlyList<TurnView> Turns, int MissingTurns, int CutOffTurns, bool IsWhole)
{
    public static TranscriptView Of(TraceId traceId, OpenedTrace trace, Transcript transcript) => new(
        traceId.ToString(),
        [.. transcript.Turns.Select(turn => TurnView.Of(turn, trace))],
        transcript.Turns.Count(turn => turn.Content == TranscriptContent.Missing),
        transcript.Turns.Count(turn => turn.Content == TranscriptContent.CutOff),
        trace.IsWhole);
}

/// <summary>One turn, as the API shows it.</summary>
internal sealed record TurnView
{
    public required string SpanId { get; init; }

    public required string Name { get; init; }

    [KindName]
    public required string Kind { get; init; }

    /// <summary>Whose turn it is; empty where there is no agent.</summary>
    public required string Agent { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required double DurationMs { get; init; }

    [AllowedValues("unset", "ok", "error")]
    public required string Status { get; init; }

    public required string? ErrorType { get; init; }

    public required string? Model { get; init; }

    public required string? FinishReasons { get; init; }

    public required TokensView? Tokens { get; init; }

    public required double? CostUsd { get; init; }

    /// <summary><c>captured</c>, <c>cut_off</c> or <c>missing</c>.</summary>
    [AllowedValues("captured", "cut_off", "missing")]
    public required string Content { get; init; }

    /// <summary>What was cut off.</summary>
    public required IReadOnlyList<string> CutOff { get; init; }

    /// <summary>The system prompt at the agent's first turn.</summary>
    public required string? System { get; init; }

    /// <summary>What changed in it since the agent's turn before.</summary>
    public required IReadOnlyList<DiffLineView> SystemChanges { get; init; }

    public required IReadOnlyList<ToolChangeView> ToolChanges { get; init; }

    /// <summary>Messages of its input that turns before show.</summary>
    public required int Repeated { get; init; }

    /// <summary>Messages of the turn before that its input has no more.</summary>
    public required int Forgotten { get; init; }

    public required IReadOnlyList<TurnMessageView> Messages { get; init; }

    public required IReadOnlyList<TurnToolCallView> ToolCalls { get; init; }

    public required JsonNode? Documents { get; init; }

    public static TurnView Of(TranscriptTurn turn, OpenedTrace trace)
    {
        var span = trace.Tree.Nodes[turn.Node].Span;
        return new TurnView
        {
            SpanId = span.SpanId.ToString(),
            Name = span.Name,
            Kind = span.Kind.Name,
            Agent = turn.Agent,
            StartTime = ApiTime.Of(span.StartUnixNano),
            DurationMs = ApiTime.DurationMs(span.StartUnixNano, span.EndUnixNano),
            Status = ApiStatus.Of(span.StatusCode),
            ErrorType = span.ErrorType,
            Model = span.ResponseModel ?? span.RequestModel,
            FinishReasons = span.FinishReasons,
            Tokens = TokensView.Of(span.Tokens),
            CostUsd = (double?)trace.RollUps[turn.Node].OwnCostUsd,
            Content = turn.Content switch { TranscriptContent.Captured => "captured", TranscriptContent.CutOff => "cut_off", _ => "missing" },
            CutOff = turn.CutOff,
            System = turn.System,
            SystemChanges = [.. turn.SystemChanges.Select(DiffLineView.Of)],
            ToolChanges = [.. turn.ToolChanges.Select(change => new ToolChangeView(NameOf(change.Kind), change.Name, [.. change.Lines.Select(DiffLineView.Of)]))],
            Repeated = turn.Repeated,
            Forgotten = turn.Forgotten,
            Messages = [.. turn.Messages.Select(message => new TurnMessageView(message.IsOutput, message.Message))],
            ToolCalls = [.. turn.ToolCalls.Select(call => TurnToolCallView.Of(call, trace))],
            Documents = turn.Documents,
        };
    }

    private static string NameOf(ToolChangeKind kind) => kind switch { ToolChangeKind.Added => "added", ToolChangeKind.Removed => "removed", _ => "changed" };
}

/// <summary>A line of a difference: <c>same</c>, <c>removed</c>, <c>added</c>, or <c>skipped</c> with how many lines did not change.</summary>
internal sealed record DiffLineView([property: AllowedValues("same", "removed", "added", "skipped")] string Kind, string Text)
{
    public static DiffLineView Of(DiffLine line) => new(
        line.Kind switch { DiffLineKind.Removed => "removed", DiffLineKind.Added => "added", DiffLineKind.Skipped => "skipped", _ => "same" }, line.Text);
}

internal sealed record ToolChangeView([property: AllowedValues("added", "removed", "changed")] string Change, string Name, IReadOnlyList<DiffLineView> Lines);

internal sealed record TurnMessageView(bool IsOutput, JsonObject Message);

/// <summary>A tool call with its result, as the API shows it.</summary>
/// <param name="Id">Id of the call; empty when there is none.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">What it was called with.</param>
/// <param name="Result">What the model was told, else what the tool answered.</param>
/// <param name="IsAnswered">Whether the model was told a result.</param>
/// <param name="HasFailed">Whether the execution failed.</param>
/// <param name="ServedBy">Spans of the execution and of the MCP calls and agents below it, the outermost first.</param>
internal sealed record TurnToolCallView(
    string Id, string Name, JsonNode? Arguments, JsonNode? Result, bool IsAnswered, bool HasFailed, IReadOnlyList<ServedByView> ServedBy)
{
    public static TurnToolCallView Of(TranscriptToolCall call, OpenedTrace trace) => new(
        call.Id, call.Name, call.Arguments, call.Result, call.IsAnswered, call.HasFailed, [.. call.ServedBy.Select(node => ServedByView.Of(trace.Tree.Nodes[node].Span))]);
}

internal sealed record ServedByView(string SpanId, [property: KindName] string Kind, string Name, string? Service, double DurationMs, string? ErrorType)
{
    public static ServedByView Of(SpanRecord span) => new(
        span.SpanId.ToString(), span.Kind.Name, span.Name, span.Service, ApiTime.DurationMs(span.StartUnixNano, span.EndUnixNano), span.IsError ? span.ErrorType ?? "error" : null);
}
