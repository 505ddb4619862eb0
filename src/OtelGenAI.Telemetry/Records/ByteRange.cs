namespace OtelGenAI.Telemetry.Records;

/// <summary>A piece of a batch's bytes: read it with <see cref="TelemetryBatch.Bytes"/>.</summary>
/// <param name="Offset">Where it begins in the address space of the batch (received body first, added bytes after it).</param>
/// <param name="Length">How many bytes.</param>
public readonly record struct ByteRange(int Offset, int Length)
{
    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => Length == 0;
}

/// <summary>Consecutive rows of one of a batch's tables.</summary>
/// <param name="First">Index of the first row.</param>
/// <param name="Count">How many rows.</param>
public readonly record struct RowRange(int First, int Count);
