namespace OtelGenAI.Otlp.Json;

/// <summary>What OTLP/JSON cannot say about messages that were written in it.</summary>
/// <param name="UnknownFields">Fields of a newer schema (or with a wrong wire type): left out.</param>
/// <param name="TooDeepValues">Arrays and lists nested deeper than 32 levels, which no JSON reader would follow: written as
/// <c>bytesValue</c> with the protobuf bytes of the <c>AnyValue</c>.</param>
/// <param name="InvalidTexts">Texts that were not UTF-8: written with U+FFFD.</param>
public readonly record struct JsonLosses(long UnknownFields, long TooDeepValues, long InvalidTexts);
