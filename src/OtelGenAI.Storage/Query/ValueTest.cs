using System.Globalization;

namespace OtelGenAI.Storage.Query;

/// <summary>What a value may be. Immutable.</summary>
internal abstract record ValueTest
{
    private ValueTest()
    {
    }

    /// <summary>Whether a text is asked for.</summary>
    public virtual bool Matches(string text) => false;

    /// <summary>Whether a whole number is asked for.</summary>
    public virtual bool Matches(long number) => false;

    /// <summary>Whether a number is asked for.</summary>
    public virtual bool Matches(double number) => false;

    /// <summary>Any value there is.</summary>
    public sealed record Anything : ValueTest
    {
        public override bool Matches(string text) => true;

        public override bool Matches(long number) => true;

        public override bool Matches(double number) => true;
    }

    /// <summary>A text.</summary>
    public sealed record Text(WildcardPattern Pattern) : ValueTest
    {
        public override bool Matches(string text) => Pattern.Matches(text);
    }

    /// <summary>A whole number in a range, both ends included: a count, nanoseconds, pico-USD, or 1 for true.</summary>
    public sealed record Whole(long Min, long Max) : ValueTest
    {
        public override bool Matches(long number) => number >= Min && number <= Max;
    }

    /// <summary>A value whose type its sender chose: a number in a range, or a text; either may be missing.</summary>
    public sealed record Dynamic(WildcardPattern? Pattern, NumberRange? Range) : ValueTest
    {
        // Some senders write every number as a text.
        public override bool Matches(string text) => Pattern is not null ? Pattern.Matches(text)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Matches(number);

        public override bool Matches(double number) => Range?.Contains(number) == true;
    }
}

/// <summary>A range of numbers.</summary>
/// <param name="Min">Least.</param>
/// <param name="Max">Most.</param>
/// <param name="HasMin">Whether the least is in it.</param>
/// <param name="HasMax">Whether the most is in it.</param>
internal readonly record struct NumberRange(double Min, double Max, bool HasMin = true, bool HasMax = true)
{
    public bool Contains(double number) => (HasMin ? number >= Min : number > Min) && (HasMax ? number <= Max : number < Max);
}
