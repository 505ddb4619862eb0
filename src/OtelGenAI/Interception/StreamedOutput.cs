using System.Text;

namespace OtelGenAI.Interception;

/// <summary>What a stream gave, put together as it passes, up to what may be recorded: texts joined, everything else as a JSON list.</summary>
/// <param name="call">The call.</param>
internal sealed class StreamedOutput(ObservedCall call)
{
    private readonly int _limit = call.WantsOutput ? call.ContentLimitBytes : 0;
    private StringBuilder? _text;
    private bool _isList;

    /// <summary>Takes the next item.</summary>
    public void Add<T>(T item)
    {
        if (_limit == 0 || _text?.Length > _limit)
        {
            return;
        }

        _isList |= item is not string;
        _text ??= new StringBuilder();
        if (_isList)
        {
            _text.Append(_text.Length == 0 ? "[" : ",").Append(ObservedValue.ToJson(item, _limit));
        }
        else
        {
            _text.Append(item as string);
        }
    }

    /// <summary>Records it; over the limit, that it was too large.</summary>
    public void Complete()
    {
        if (_text is not null)
        {
            call.SetOutputText(_isList ? _text.Append(']').ToString() : _text.ToString());
        }
    }
}
