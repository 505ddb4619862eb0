using System.Globalization;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Query;

/// <summary>A word that stands for an attribute, or for an attribute with its value, in an index that knows only words.</summary>
/// <remarks>
/// A hash: two attributes may share a word, so whoever finds a span by one looks whether it is so. In a day of two million values one in thirty
/// thousand does; longer words made the index a third larger.
/// </remarks>
/// <param name="IsValue">Whether it is of the value too.</param>
/// <param name="Hash">The hash.</param>
internal readonly record struct AttributeTerm(bool IsValue, ulong Hash)
{
    /// <summary>Length of the word.</summary>
    public const int WordBytes = 1 + Digits;

    private const int Digits = 7;

    // What is longer is content rather than something to compare with; of it the key is known. What is asked for may be shorter than what equals it: ſ is S.
    private const int MaxValueBytes = 256;
    private const int MaxAskedBytes = MaxValueBytes / 2;

    // A number with more than a few decimals is measured; nobody asks for all of them.
    private const int MaxFractionLength = 8;

    // Counts of tokens are different with every call, and columns.
    private static readonly byte[] UsagePrefix = Encoding.UTF8.GetBytes(GenAIAttributes.UsageInputTokens[..(GenAIAttributes.UsageInputTokens.LastIndexOf('.') + 1)]);

    /// <summary>The term of a key.</summary>
    public static AttributeTerm OfKey(ReadOnlySpan<byte> key) => new(IsValue: false, ContentHash.Of(key));

    /// <summary>The term that an attribute which is asked for must have: of the value where that is one, else of the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="tests">What its value may be.</param>
    public static AttributeTerm Of(string key, IReadOnlyList<ValueTest> tests)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        return tests is [ValueTest.Dynamic { Pattern.Literal: { } literal, Range: var range }] && Encoding.UTF8.GetByteCount(literal) <= MaxAskedBytes &&
            (range is not { } number || (!IsUsage(utf8) && IsIndexed(number.Min) && Text(number.Min) == literal))
                ? OfValue(utf8, literal)
                : OfKey(utf8);
    }

    /// <summary>Adds the terms of the values of an attribute.</summary>
    public static void AddValues(TelemetryBatch batch, ReadOnlySpan<byte> key, in ValueRow value, List<AttributeTerm> terms)
    {
        switch (value.Type)
        {
            case ValueType.String when value.Text.Length <= MaxValueBytes:
                terms.Add(OfValue(key, batch.Bytes(value.Text)));
                break;
            case ValueType.Boolean:
                terms.Add(OfValue(key, value.Bits != 0 ? "true"u8 : "false"u8));
                break;
            case ValueType.Int when !IsUsage(key):
                terms.Add(OfValue(key, Text(value.Bits)));
                break;
            case ValueType.Double when !IsUsage(key) && IsIndexed(value.AsDouble):
                terms.Add(OfValue(key, Text(value.AsDouble)));
                break;
            case ValueType.Array:
                foreach (ref readonly var item in batch.NestedValues.Slice(value.Children.First, value.Children.Count))
                {
                    AddValues(batch, key, in item, terms);
                }

                break;
        }
    }

    /// <summary>The term of a column of a span (<see cref="QueryField.IsIndexed"/>), as if it were an attribute.</summary>
    public static AttributeTerm OfColumn(QueryField field, string value) => OfValue(Encoding.UTF8.GetBytes($" {field.Name}"), value);

    /// <summary>Writes the word.</summary>
    /// <param name="target"><see cref="WordBytes"/> bytes.</param>
    public void Write(Span<byte> target)
    {
        target[0] = (byte)(IsValue ? 'v' : 'k');
        var rest = Hash;
        for (var at = WordBytes - 1; at > 0; at--)
        {
            (rest, var digit) = Math.DivRem(rest, 36);
            target[at] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }

    /// <summary>The word.</summary>
    public override string ToString()
    {
        Span<byte> word = stackalloc byte[WordBytes];
        Write(word);
        return Encoding.ASCII.GetString(word);
    }

    private static bool IsUsage(ReadOnlySpan<byte> key) => key.StartsWith(UsagePrefix);

    private static bool IsIndexed(double number) => double.IsInteger(number) || Text(number).Length <= MaxFractionLength;

    private static AttributeTerm OfValue(ReadOnlySpan<byte> key, string value) => OfUpper(key, Encoding.UTF8.GetBytes(value.ToUpperInvariant()));

    // Upper and lower case are the same to the language.
    private static AttributeTerm OfValue(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Span<byte> upper = stackalloc byte[MaxValueBytes];
        return Ascii.ToUpper(value, upper, out var written) == System.Buffers.OperationStatus.Done
            ? OfUpper(key, upper[..written])
            : OfValue(key, Encoding.UTF8.GetString(value));
    }

    private static AttributeTerm OfUpper(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        new(IsValue: true, ContentHash.Combine(ContentHash.Of(key), ContentHash.Of(value)));

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
