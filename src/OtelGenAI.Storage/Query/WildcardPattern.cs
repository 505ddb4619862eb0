namespace OtelGenAI.Storage.Query;

/// <summary>A text in which each <c>*</c> stands for any characters, or for none. Immutable.</summary>
internal sealed record WildcardPattern
{
    private readonly string[] _parts;
    private readonly StringComparison _comparison;

    /// <summary>Makes a pattern.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLiteral">Whether a star is a star.</param>
    /// <param name="isExact">Whether upper and lower case are told apart.</param>
    public WildcardPattern(string text, bool isLiteral, bool isExact)
    {
        Text = text;
        IsExact = isExact;
        _parts = isLiteral ? [text] : text.Split('*');
        _comparison = isExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether upper and lower case are told apart.</summary>
    public bool IsExact { get; }

    /// <summary>The only text that matches, or <see langword="null"/> when there may be several, but for case.</summary>
    public string? Literal => _parts.Length == 1 ? _parts[0] : null;

    /// <summary>Whether a text is as the pattern says.</summary>
    public bool Matches(string text)
    {
        if (_parts.Length == 1)
        {
            return string.Equals(text, _parts[0], _comparison);
        }

        var (first, last) = (_parts[0], _parts[^1]);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first, _comparison) || !text.EndsWith(last, _comparison))
        {
            return false;
        }

        // Leftmost first: if any way fits, this one does.
        var at = first.Length;
        var end = text.Length - last.Length;
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            var found = text.AsSpan(at, end - at).IndexOf(_parts[i], _comparison);
            if (found < 0)
            {
                return false;
            }

            at += found + _parts[i].Length;
        }

        return true;
    }

    public bool Equals(WildcardPattern? other) =>
        other is not null && IsExact == other.IsExact && _parts.AsSpan().SequenceEqual(other._parts);

    public override int GetHashCode() => HashCode.Combine(Text, IsExact);
}
