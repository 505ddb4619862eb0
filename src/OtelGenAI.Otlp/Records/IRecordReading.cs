using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Records;

/// <summary>What differs between the signals while a request is read. Implemented by structs, so that every signal has code of its own.</summary>
internal interface IRecordReading
{
    /// <summary><c>ResourceSpans</c> or its namesake.</summary>
    static abstract MessageSchema ResourceSchema { get; }

    /// <summary><c>ScopeSpans</c> or its namesake.</summary>
    static abstract MessageSchema ScopeSchema { get; }

    /// <summary>How many records the batch has.</summary>
    static abstract int Count(TelemetryBatch batch);

    /// <summary>Reads the current message into rows, or refuses it alone.</summary>
    static abstract void Read(ref DecodeContext context, int resourceIndex, int scopeIndex);
}
