using Microsoft.Extensions.AI;

namespace OtelGenAI.ExtensionsAI;

/// <summary>Records each call of the generator inside. As thread-safe as that.</summary>
internal sealed class RecordedEmbeddingGenerator<TInput, TEmbedding>(IEmbeddingGenerator<TInput, TEmbedding> inner)
    : DelegatingEmbeddingGenerator<TInput, TEmbedding>(inner)
    where TEmbedding : Embedding
{
    private readonly EmbeddingGeneratorMetadata? _metadata = inner.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;

    public override async Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var embeddings = GenAI.StartEmbeddings(
            _metadata?.ProviderName ?? RecordedChatClient.UnknownProvider,
            options?.ModelId ?? _metadata?.DefaultModelId,
            _metadata?.ProviderUri?.Host,
            _metadata?.ProviderUri?.Port);
        try
        {
            var result = await base.GenerateAsync(values, options, cancellationToken);
            if (result.Usage?.InputTokenCount is { } inputTokens)
            {
                embeddings.SetUsage(inputTokens);
            }

            if (result is [{ ModelId: { } model }, ..])
            {
                embeddings.SetResponseModel(model);
            }

            if ((options?.Dimensions ?? _metadata?.DefaultModelDimensions) is { } dimensions)
            {
                embeddings.SetDimensions(dimensions);
            }

            return result;
        }
        catch (Exception exception)
        {
            embeddings.Fail(exception);
            throw;
        }
    }
}
