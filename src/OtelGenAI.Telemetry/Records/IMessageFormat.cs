using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Records;

/// <summary>What a store asks about the messages that it keeps and whose wire format it does not know.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IMessageFormat
{
    /// <summary>Writes a span message of what is still known of a span whose own message retention has dropped.</summary>
    /// <param name="span">Its columns.</param>
    /// <param name="droppedBy">The rule that dropped it; the message says so.</param>
    byte[] OutlineOf(SpanRecord span, string droppedBy);

    /// <summary>Decodes a stored span into a batch, as its only one. What is no message of the format has none.</summary>
    /// <param name="batch">Takes it; it borrows the bytes.</param>
    /// <param name="message">The span.</param>
    /// <param name="resourceEnvelope">Its resource.</param>
    /// <param name="scopeEnvelope">Its scope.</param>
    void OpenSpan(TelemetryBatch batch, ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> resourceEnvelope, ReadOnlyMemory<byte> scopeEnvelope);

    /// <summary>Decodes a stored log record into a batch, as its only one.</summary>
    /// <inheritdoc cref="OpenSpan"/>
    void OpenLog(TelemetryBatch batch, ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> resourceEnvelope, ReadOnlyMemory<byte> scopeEnvelope);

    /// <summary>Whether a message, or an envelope, has an attribute that names an end user.</summary>
    /// <param name="message">Its bytes.</param>
    /// <param name="userId">The user, exactly.</param>
    bool NamesUser(ReadOnlySpan<byte> message, string userId);

    /// <summary>Writes a data point again without some of its exemplars.</summary>
    /// <param name="kind">What the point is.</param>
    /// <param name="point">Its message.</param>
    /// <param name="traceIds">Exemplars that were measured in one of these traces go.</param>
    /// <param name="userId">Exemplars that name this user go too; <see langword="null"/> for nobody.</param>
    /// <returns>The message, and which exemplars went, counted from 0; <see langword="null"/> when none did.</returns>
    (byte[] Message, IReadOnlyList<int> Removed)? WithoutExemplars(
        MetricKind kind, ReadOnlySpan<byte> point, IReadOnlySet<TraceId> traceIds, string? userId);
}
