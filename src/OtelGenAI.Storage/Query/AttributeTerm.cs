using System.Globalization;
using System.Text;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Query;

/// <summary>Makes words of attributes, for an index that knows only words: one of the key, one of the key with its value.</summary>
/// <remarks>Hashes: two attributes may share a word, so whoever finds a span by one looks whether it is so.</remarks>
internal static class AttributeTerm
{
    // What is longer is content rather than something to compare with; of it the key is known.
    private const int MaxValueLength = 256;

    /// <summary>The word of a key.</summary>
    public static string OfKey(ReadOnlySpan<byte> key) => Word('k', ContentHash.Of(key));

    /// <summary>The word that a value which is asked for must have: of the value where it is one, else of the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="tests">What its value may be.</param>
    /// <param name="isValue">Whether it is of the value.</param>
    public static string Of(string key, IReadOnlyList<ValueTest> tests, out bool isValue)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        isValue = tests is [ValueTest.Dynamic { Pattern.Literal: { Length: <= MaxValueLength } literal, Range: var range }] &&
            (range is not { } number || Text(number.Min) == literal);
        return isValue ? OfValue(utf8, ((ValueTest.Dynamic)tests[0]).Pattern!.Literal!) : OfKey(utf8);
    }

    /// <summary>Adds the words of the values of an attribute.</summary>
    public static void AddValues(TelemetryBatch batch, ReadOnlySpan<byte> key, in ValueRow value, List<string> words)
    {
        switch (value.Type)
        {
            case ValueType.String when value.Text.Length <= MaxValueLength:
                words.Add(OfValue(key, Encoding.UTF8.GetString(batch.Bytes(value.Text))));
                break;
            case ValueType.Boolean:
                words.Add(OfValue(key, value.Bits != 0 ? "true" : "false"));
                break;
            case ValueType.Int:
                words.Add(OfValue(key, Text(value.Bits)));
                break;
            case ValueType.Double:
                words.Add(OfValue(key, Text(value.AsDouble)));
                break;
            case ValueType.Array:
                foreach (ref readonly var item in batch.NestedValues.Slice(value.Children.First, value.Children.Count))
                {
                    AddValues(batch, key, in item, words);
                }

                break;
        }
    }

    // Upper and lower case are the same to the language.
    private static string OfValue(ReadOnlySpan<byte> key, string value) =>
        Word('v', ContentHash.Combine(ContentHash.Of(key), ContentHash.Of(Encoding.UTF8.GetBytes(value.ToUpperInvariant()))));

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Word(char kind, ulong hash) => string.Create(CultureInfo.InvariantCulture, $"{kind}{hash:x16}");
}
