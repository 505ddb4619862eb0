using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Reads rows of <c>spans</c>, with the strings and resources that they refer to by number.</summary>
/// <param name="connection">The connection the rows come from.</param>
internal sealed class SpanRowReader(SqliteConnection connection)
{
    /// <summary>The columns, in the order that <see cref="Read"/> expects.</summary>
    public const string Columns =
        "span_id, parent_id, start_time, duration, name, span_kind, status, kind, flags, operation, provider, request_model, response_model, " +
        "response_id, finish_reasons, agent, tool, tool_call_id, conversation, user, error_type, input_tokens, output_tokens, " +
        "cache_read_tokens, cache_write_tokens, reasoning_tokens, first_chunk_seconds, resource_no, scope_no, content_hash, segment_no, " +
        "message_offset, message_length, plain_length, cost, service_tier, reported_cost, token_details, labels";

    /// <summary>The columns that hold numbers of <c>strings</c>, or texts.</summary>
    public static readonly IReadOnlyList<string> TextColumns =
    [
        "name", "operation", "provider", "request_model", "response_model", "finish_reasons", "agent", "tool", "conversation", "user", "error_type", "service_tier",
        "labels",
    ];

    // A connection must not remember more than a screenful of queries needs; it starts over when it does.
    private const int MaxRemembered = 8_192;

    private readonly Dictionary<long, string> _strings = [];
    private readonly Dictionary<long, ResourceTexts> _resources = [];

    public SpanEntry Read(SqliteStatement row, TraceId traceId)
    {
        var resourceNo = row.Int64(27);
        var resource = Resource(resourceNo);
        var start = row.Int64(2);
        var record = new SpanRecord
        {
            TraceId = traceId,
            SpanId = new SpanId(unchecked((ulong)row.Int64(0))),
            ParentSpanId = new SpanId(unchecked((ulong)row.Int64(1))),
            StartUnixNano = start,
            EndUnixNano = start + row.Int64(3),
            Name = Text(row, 4) ?? "",
            SpanKind = (int)row.Int64(5),
            StatusCode = (int)row.Int64(6),
            Kind = (ObservationKind)row.Int64(7),
            Flags = (SpanFlags)row.Int64(8),
            Operation = Text(row, 9),
            Provider = Text(row, 10),
            RequestModel = Text(row, 11),
            ResponseModel = Text(row, 12),
            ResponseId = Text(row, 13),
            FinishReasons = Text(row, 14),
            AgentName = Text(row, 15),
            ToolName = Text(row, 16),
            ToolCallId = Text(row, 17),
            ConversationId = Text(row, 18),
            UserId = Text(row, 19),
            ErrorType = Text(row, 20),
            Tokens = TokenDetails.Read(row.Bytes(37), new TokenUsage(
                row.Int64OrNull(21), row.Int64OrNull(22), row.Int64OrNull(23), row.Int64OrNull(24), row.Int64OrNull(25))),
            Cost = row.Int64OrNull(34) is { } cost ? new PicoUsd(cost) : null,
            ServiceTier = Text(row, 35),
            ReportedCostUsd = row.DoubleOrNull(36),
            TimeToFirstChunkSeconds = row.DoubleOrNull(26),
            Service = resource.Service,
            Release = resource.Release,
            Environment = resource.Environment,
            Labels = Text(row, 38),
            ResourceLabels = resource.Labels,
        };
        return new SpanEntry(
            record,
            unchecked((ulong)row.Int64(29)),
            resourceNo,
            row.Int64(28),
            new PayloadPlace(row.Int64(30), (int)row.Int64(31), (int)row.Int64(32), (int?)row.Int64OrNull(33)));
    }

    // A number stands for a row of strings; a text for itself.
    private string? Text(SqliteStatement row, int column) =>
        row.IsInteger(column) ? String(row.Int64(column)) : row.Text(column);

    private string String(long stringNo)
    {
        if (_strings.TryGetValue(stringNo, out var known))
        {
            return known;
        }

        var query = connection.Statement("SELECT text FROM strings WHERE string_no = ?");
        try
        {
            query.Bind(1, stringNo);
            var text = query.Step() ? query.Text(0) ?? "" : throw Missing("string", stringNo);
            StartOverWhenFull(_strings);
            return _strings[stringNo] = text;
        }
        finally
        {
            query.Reset();
        }
    }

    private ResourceTexts Resource(long resourceNo)
    {
        if (_resources.TryGetValue(resourceNo, out var known))
        {
            return known;
        }

        var query = connection.Statement("SELECT service, release, environment, labels FROM envelopes WHERE envelope_no = ?");
        try
        {
            query.Bind(1, resourceNo);
            var texts = query.Step()
                ? new ResourceTexts(query.Text(0), query.Text(1), query.Text(2), query.Text(3))
                : throw Missing("envelope", resourceNo);
            StartOverWhenFull(_resources);
            return _resources[resourceNo] = texts;
        }
        finally
        {
            query.Reset();
        }
    }

    private static void StartOverWhenFull<TValue>(Dictionary<long, TValue> remembered)
    {
        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }
    }

    private StoreUnavailableException Missing(string what, long number) =>
        new($"{connection.Path} is damaged: {what} {number} is missing.");

    private sealed record ResourceTexts(string? Service, string? Release, string? Environment, string? Labels);
}
