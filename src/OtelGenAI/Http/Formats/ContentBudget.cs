namespace OtelGenAI.Http.Formats;

/// <summary>How much text one streamed answer may hold in memory.</summary>
internal sealed class ContentBudget(int maxChars)
{
    private int _left = maxChars;

    public bool IsExceeded { get; private set; }

    public bool TryTake(int chars)
    {
        if (chars > _left)
        {
            IsExceeded = true;
            return false;
        }

        _left -= chars;
        return true;
    }
}
