using System.Text;
using System.Text.Json;

namespace OtelGenAI.Storage.Query;

/// <summary>Shows where the words of a question stand. Immutable, thread-safe.</summary>
public sealed class QuerySnippets
{
    // A line of a result list on each side.
    private const int ContextBytes = 120;

    private readonly WordPhrase[] _phrases;

    /// <summary>Takes the words that a question looks for; those behind a <c>not</c> are not looked for.</summary>
    /// <param name="query">The question.</param>
    public QuerySnippets(TraceQuery query) => _phrases = [.. Phrases(query.Root)];

    private QuerySnippets(WordPhrase phrase) => _phrases = [phrase];

    /// <summary>Takes words as they are typed: one after the other, and the last may go on.</summary>
    /// <returns><see langword="null"/> when there is no word.</returns>
    public static QuerySnippets? OfTyped(string text) => WordPhrase.Read(text.TrimEnd() + "*") is { } phrase ? new QuerySnippets(phrase) : null;

    /// <summary>Whether it looks for any.</summary>
    public bool HasWords => _phrases.Length > 0;

    /// <summary>The first place of a text where any of the words stand, or <see langword="null"/>.</summary>
    /// <param name="text">A text of a span or log record, UTF-8.</param>
    public TextSnippet? Find(ReadOnlySpan<byte> text)
    {
        var pieces = new TextPieces(text);
        while (pieces.Next())
        {
            foreach (var phrase in _phrases)
            {
                if (phrase.Find(pieces.Piece, pieces.IsJson, out var start, out var end))
                {
                    var piece = pieces.Piece;
                    var from = StartOfCharacter(piece, Math.Max(0, start - ContextBytes));
                    var to = StartOfCharacter(piece, Math.Min(piece.Length, end + ContextBytes));
                    return new TextSnippet(
                        (from > 0 ? "…" : "") + Text(piece[from..start], pieces.IsJson), Text(piece[start..end], pieces.IsJson),
                        Text(piece[end..to], pieces.IsJson) + (to < piece.Length ? "…" : ""));
                }
            }
        }

        return null;
    }

    private static IEnumerable<WordPhrase> Phrases(QueryNode node) => node switch
    {
        QueryNode.AllOf all => all.Parts.SelectMany(Phrases),
        QueryNode.AnyOf any => any.Parts.SelectMany(Phrases),
        QueryNode.Says says => [says.Phrase],
        QueryNode.Related related => Phrases(related.Inner),
        QueryNode.Count count => Phrases(count.Inner),
        QueryNode.OfTrace ofTrace => Phrases(ofTrace.Inner),
        _ => [],
    };

    private static int StartOfCharacter(ReadOnlySpan<byte> text, int at)
    {
        while (at > 0 && at < text.Length && (text[at] & 0xC0) == 0x80)
        {
            at--;
        }

        return at;
    }

    // A piece that was cut in the middle of an escape is shown as it is.
    private static string Text(ReadOnlySpan<byte> piece, bool isJson)
    {
        if (isJson && piece.Contains((byte)'\\'))
        {
            try
            {
                var reader = new Utf8JsonReader([(byte)'"', .. piece, (byte)'"']);
                return reader.Read() ? reader.GetString() ?? "" : "";
            }
            catch (Exception failure) when (failure is JsonException or InvalidOperationException)
            {
                return Encoding.UTF8.GetString(piece);
            }
        }

        return Encoding.UTF8.GetString(piece);
    }
}

/// <summary>Words where they stand.</summary>
/// <param name="Before">What stands before them.</param>
/// <param name="Match">The words.</param>
/// <param name="After">What stands after them.</param>
public sealed record TextSnippet(string Before, string Match, string After);
