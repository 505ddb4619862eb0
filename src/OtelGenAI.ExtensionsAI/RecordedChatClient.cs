using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OtelGenAI.ExtensionsAI;

/// <summary>Records each call of the client inside. As thread-safe as that.</summary>
internal sealed class RecordedChatClient : DelegatingChatClient
{
    // Value of gen_ai.provider.name, which the conventions require, for a client that does not say whose it is.
    public const string UnknownProvider = "unknown";

    // Function invocation makes its spans of tools from the source that the client below it shows.
    private static readonly ActivitySource s_sourceForTools = new(GenAI.SourceName, typeof(GenAI).Assembly.GetName().Version?.ToString(fieldCount: 3));

    private readonly ChatClientMetadata? _metadata;

    public RecordedChatClient(IChatClient inner)
        : base(inner) => _metadata = inner.GetService<ChatClientMetadata>();

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var chat = Start(conversation, options, isStream: false);
        try
        {
            var response = await base.GetResponseAsync(conversation, options, cancellationToken);
            chat.SetAnswer(response);
            return response;
        }
        catch (Exception exception)
        {
            chat.Fail(exception);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var chat = Start(conversation, options, isStream: true);
        var answer = new StreamedAnswer(chat);
        try
        {
            var updates = base.GetStreamingResponseAsync(conversation, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (updates.ConfigureAwait(false))
            {
                while (await MoveNextAsync(updates, chat))
                {
                    answer.Add(updates.Current);
                    yield return updates.Current;
                }

                answer.HasEnded = true;
            }
        }
        finally
        {
            answer.Complete();
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ActivitySource) && serviceKey is null ? s_sourceForTools : base.GetService(serviceType, serviceKey);

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, GenAIChatScope chat)
    {
        // Every step begins in the flow of whoever asks for the next piece; a retry in the middle of a stream still belongs below this span.
        if (chat.Activity is { } activity)
        {
            Activity.Current = activity;
        }

        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception exception)
        {
            chat.Fail(exception);
            throw;
        }
    }

    private GenAIChatScope Start(IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStream)
    {
        var chat = GenAI.StartChat(
            _metadata?.ProviderName ?? UnknownProvider,
            options?.ModelId ?? _metadata?.DefaultModelId,
            _metadata?.ProviderUri?.Host,
            _metadata?.ProviderUri?.Port);
        chat.SetRequest(ChatRequests.Read(options, isStream, withTools: chat.ContentLimitBytes > 0));
        if (chat.ContentLimitBytes > 0)
        {
            chat.SetInput(() => ChatContents.Messages(messages));
            if (options?.Instructions is { } instructions)
            {
                chat.SetInstructions(instructions);
            }
        }

        return chat;
    }
}
