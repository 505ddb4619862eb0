using System.Text;

namespace OtelGenAI.Http.Formats;

/// <summary>A text that arrives in pieces, kept whole or not at all.</summary>
internal sealed class StreamedText
{
    private StringBuilder? _text;
    private bool _isGivenUp;

    /// <summary>Takes the next piece, if the budget still allows; otherwise the whole text is given up, for half of it may be half a JSON.</summary>
    public void Append(string piece, ContentBudget budget)
    {
        if (_isGivenUp)
        {
            return;
        }

        if (!budget.TryTake(piece.Length))
        {
            _isGivenUp = true;
            _text = null;
            return;
        }

        (_text ??= new StringBuilder()).Append(piece);
    }

    public override string ToString() => _text?.ToString() ?? "";
}
