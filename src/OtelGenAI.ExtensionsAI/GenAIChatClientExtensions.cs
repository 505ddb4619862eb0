using Microsoft.Extensions.AI;
using OtelGenAI.ExtensionsAI;

namespace OtelGenAI;

/// <summary>Records what is called through the abstractions of Microsoft.Extensions.AI.</summary>
public static class GenAIChatClientExtensions
{
    extension(IChatClient client)
    {
        /// <summary>Makes a client that records each call of this one as a span, streamed or not.</summary>
        /// <returns>The recording client; disposing it disposes this one.</returns>
        /// <remarks>
        /// Put it directly around the client of the provider: <c>new ChatClientBuilder(client).UseFunctionInvocation().Use(inner =&gt; inner.UseGenAI())</c>.
        /// Function invocation around it then makes spans of tools by itself, and each turn is a call. What the provider's SDK or HTTP say of the same call
        /// is added to its span and not counted again. Needs <c>AddGenAIInstrumentation</c>; without it, it only passes on.
        /// </remarks>
        public IChatClient UseGenAI() => client as RecordedChatClient ?? new RecordedChatClient(client);
    }

    extension<TInput, TEmbedding>(IEmbeddingGenerator<TInput, TEmbedding> generator)
        where TEmbedding : Embedding
    {
        /// <summary>Makes a generator that records each call of this one as a span.</summary>
        /// <returns>The recording generator; disposing it disposes this one.</returns>
        public IEmbeddingGenerator<TInput, TEmbedding> UseGenAI() =>
            generator as RecordedEmbeddingGenerator<TInput, TEmbedding> ?? new RecordedEmbeddingGenerator<TInput, TEmbedding>(generator);
    }
}
