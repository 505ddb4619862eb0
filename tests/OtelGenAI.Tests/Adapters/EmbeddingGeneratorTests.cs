using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Conformance;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Adapters;

/// <summary>Embeddings that are asked for through Microsoft.Extensions.AI.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class EmbeddingGeneratorTests
{
    [Fact]
    public async Task A_call_is_a_span_and_a_measurement_with_all_that_options_and_answer_say()
    {
        using var telemetry = new Telemetry(withMetrics: true);
        using var generator = new Scripted().UseGenAI();

        var embeddings = await generator.GenerateAsync(["a", "b"], new EmbeddingGenerationOptions { ModelId = "emb-2", Dimensions = 256 });

        Assert.Equal(2, embeddings.Count);
        var span = telemetry.OwnSpan;
        Assert.Equal(("embeddings emb-2", ActivityKind.Client, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        var expected = new Dictionary<string, object?>
        {
            [GenAIAttributes.OperationName] = GenAIOperationNameValues.Embeddings,
            [GenAIAttributes.ProviderName] = GenAIProviderNameValues.OpenAI,
            [GenAIAttributes.RequestModel] = "emb-2",
            [GenAIAttributes.ResponseModel] = "emb-2-2026",
            [GenAIAttributes.EmbeddingsDimensionCount] = 256L,
            [GenAIAttributes.UsageInputTokens] = 4L,
            [ServerAttributes.Address] = "models.acme.example",
            [ServerAttributes.Port] = 8443L,
        };
        Assert.Equal(expected.OrderBy(static tag => tag.Key, StringComparer.Ordinal), span.TagObjects.OrderBy(static tag => tag.Key, StringComparer.Ordinal));
        Assert.Empty((await ReceivedBatch.OfAsync(telemetry.Spans)).Findings);
        var duration = Assert.Single(telemetry.CollectMetrics(), static metric => metric.Name == GenAIMetrics.ClientOperationDuration);
        Assert.Equal((1L, "emb-2-2026"), (duration.Count, duration.Tags[GenAIAttributes.ResponseModel]));
    }

    [Fact]
    public async Task Without_options_the_model_is_the_one_the_generator_has()
    {
        using var telemetry = new Telemetry();
        using var generator = new Scripted().UseGenAI();

        await generator.GenerateAsync(["a"]);

        Assert.Equal("embeddings emb-1", telemetry.OwnSpan.DisplayName);
        Assert.Same(generator, generator.UseGenAI());
    }

    [Fact]
    public async Task A_failure_passes_unchanged_and_is_an_error()
    {
        using var telemetry = new Telemetry();
        var failure = new InvalidOperationException("secret");
        using var generator = new Scripted { Failure = failure }.UseGenAI();

        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => generator.GenerateAsync(["a"])));

        Assert.Equal(ActivityStatusCode.Error, telemetry.OwnSpan.Status);
        Assert.Equal(typeof(InvalidOperationException).FullName, telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.Null(telemetry.OwnSpan.StatusDescription);
    }

    [Fact]
    public async Task Without_instrumentation_it_only_passes_on()
    {
        using var generator = new Scripted().UseGenAI();

        Assert.Single(await generator.GenerateAsync(["a"]));
        Assert.Null(Activity.Current);
    }

    /// <summary>Answers a vector for each text, without any wire.</summary>
    private sealed class Scripted : IEmbeddingGenerator<string, Embedding<float>>
    {
        private readonly EmbeddingGeneratorMetadata _metadata = new(GenAIProviderNameValues.OpenAI, new Uri("https://models.acme.example:8443/v1"), "emb-1");

        public Exception? Failure { get; init; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) => Failure is not null
            ? Task.FromException<GeneratedEmbeddings<Embedding<float>>>(Failure)
            : Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => new Embedding<float>(new[] { 0f, value.Length }) { ModelId = $"{options?.ModelId}-2026" }))
            {
                Usage = new UsageDetails { InputTokenCount = 4 },
            });

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : null;

        public void Dispose()
        {
        }
    }
}
