using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Wire;

/// <summary>What all readers of one request share. Passed by reference; lives on the stack.</summary>
internal ref struct DecodeContext
{
    // 40 bytes of row for 2 bytes of wire would be a lever for an attacker. Real attributes and array elements have at least 8 bytes,
    // or are few; so this many rows are free, and the rest is paid for by the size of the body.
    private const int FreeValueRows = 64 * 1024;
    private const int BytesPerValueRow = 8;

    /// <summary>Begins with a body.</summary>
    /// <param name="batch">What is filled.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="limits">How much of it becomes rows.</param>
    /// <param name="keySlots">Room for <see cref="KeyPredictor.Slots"/> numbers.</param>
    public DecodeContext(TelemetryBatch batch, ReadOnlySpan<byte> bytes, OtlpLimits limits, Span<int> keySlots)
    {
        Batch = batch;
        Limits = limits;
        Reader = new WireReader(bytes, origin: 0);
        Keys = new KeyPredictor(batch.Keys, keySlots);
        ValueRowBudget = FreeValueRows + (bytes.Length / BytesPerValueRow);
    }

    /// <summary>Reads the body.</summary>
    public WireReader Reader;

    /// <summary>Gives keys their numbers.</summary>
    public KeyPredictor Keys;

    /// <summary>Attributes and nested values that may still become rows.</summary>
    public int ValueRowBudget;

    /// <summary>What is filled.</summary>
    public TelemetryBatch Batch { get; }

    /// <summary>How much of the body becomes rows.</summary>
    public OtlpLimits Limits { get; }

    /// <summary>The answer, after everything was read.</summary>
    public readonly OtlpDecodeResult Finish()
    {
        if (Reader.Failure is null)
        {
            return OtlpDecodeResult.Decoded.Instance;
        }

        // '{' begins a group, which no OTLP message has.
        var hint = Batch.Bytes(new ByteRange(0, 1))[0] == (byte)'{' ? "; it looks like JSON, which is sent as application/json" : "";
        Batch.Reset(ReadOnlyMemory<byte>.Empty);
        return new OtlpDecodeResult.Malformed(Reader.Failure + hint, Reader.FailureOffset);
    }
}
