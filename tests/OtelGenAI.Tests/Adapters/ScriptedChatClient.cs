using Microsoft.Extensions.AI;

namespace OtelGenAI.Tests.Adapters;

/// <summary>A client that answers what it is told to, without any wire.</summary>
internal sealed class ScriptedChatClient(params ChatResponseUpdate[] updates) : IChatClient
{
    /// <summary>Thrown instead of the piece at this place.</summary>
    public (int At, Exception Exception)? Failure { get; init; }

    /// <summary>Called before each piece.</summary>
    public Action OnPiece { get; init; } = static () => { };

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i <= updates.Length; i++)
        {
            await Task.Yield();
            OnPiece();
            if (Failure is { } failure && failure.At == i)
            {
                throw failure.Exception;
            }

            if (i < updates.Length)
            {
                yield return updates[i];
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("acme", new Uri("https://models.acme.example:8443"), "acme-1") : null;

    public void Dispose()
    {
    }
}
