using System.Globalization;

namespace OtelGenAI.Otlp;

/// <summary>What became of a request body. Spans that were refused one by one are in the batch's rejections, not here.</summary>
public abstract record OtlpDecodeResult
{
    private OtlpDecodeResult()
    {
    }

    /// <summary>The body could be read; the batch holds its spans.</summary>
    public sealed record Decoded : OtlpDecodeResult
    {
        private Decoded()
        {
        }

        internal static Decoded Instance { get; } = new();
    }

    /// <summary>The body cannot be read, now or later: answer 400 / INVALID_ARGUMENT. The batch is empty.</summary>
    /// <param name="Reason">What is wrong, for the client.</param>
    /// <param name="Offset">Where, in bytes from the beginning of the (decompressed) body.</param>
    public sealed record Malformed(string Reason, long Offset) : OtlpDecodeResult
    {
        /// <summary>The sentence for the client.</summary>
        public string Message => string.Create(CultureInfo.InvariantCulture, $"The request body is malformed at byte {Offset}: {Reason}.");
    }
}
