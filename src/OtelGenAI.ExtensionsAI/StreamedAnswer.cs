using Microsoft.Extensions.AI;
using OtelGenAI.Conventions;

namespace OtelGenAI.ExtensionsAI;

/// <summary>Puts a streamed answer together as its pieces pass, and no more of it than is worth recording. Not thread-safe.</summary>
/// <param name="chat">The call.</param>
internal sealed class StreamedAnswer(GenAIChatScope chat)
{
    private readonly List<ChatResponseUpdate> _kept = [];
    private readonly UsageDetails _usage = new();
    private readonly int _limit = chat.ContentLimitBytes;
    private bool _hasUsage;
    private long _keptChars;
    private bool _isGivenUp;
    private string? _id;
    private string? _model;
    private string? _finishReason;

    /// <summary>Whether the last piece has passed.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Takes the next piece.</summary>
    public void Add(ChatResponseUpdate update)
    {
        _id ??= update.ResponseId;
        _model ??= update.ModelId;
        _finishReason = update.FinishReason?.Value ?? _finishReason;
        var chars = 0L;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent { Details: { } details })
            {
                _usage.Add(details);
                _hasUsage = true;
                continue;
            }

            chat.RecordFirstChunk();
            chars += content switch
            {
                TextContent text => text.Text.Length,
                TextReasoningContent reasoning => reasoning.Text.Length,
                DataContent data => data.Base64Data.Length,
                _ => 0,
            };
        }

        Keep(update, chars);
    }

    /// <summary>No more pieces come, or nobody waits for them. Writes what is known.</summary>
    public void Complete()
    {
        chat.SetResponse(_id, _model, _finishReason is null ? [] : [_finishReason]);
        if (_hasUsage)
        {
            chat.SetUsage(_usage.ToGenAIUsage());
        }

        if (_isGivenUp && _limit > 0)
        {
            chat.Activity?.SetTag(OtelGenAIAttributes.ContentTruncated, true);
        }
        else if (_limit > 0)
        {
            chat.SetOutput(() => ChatContents.Messages(_kept.ToChatResponse().Messages, _finishReason));
        }

        // Some leave at the finish reason: the model was done.
        if (!HasEnded && _finishReason is null && !chat.HasFailed)
        {
            chat.Abandon();
        }
    }

    private void Keep(ChatResponseUpdate update, long chars)
    {
        // A letter is at least a byte: more letters than the limit would be dropped when they are written, and half a text is none.
        _keptChars += chars;
        _isGivenUp |= _keptChars > _limit || _limit == 0;
        if (_isGivenUp)
        {
            _kept.Clear();
        }
        else
        {
            _kept.Add(update);
        }
    }
}
