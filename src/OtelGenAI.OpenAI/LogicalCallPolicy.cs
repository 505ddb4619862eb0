using System.ClientModel.Primitives;

namespace OtelGenAI.ClientPipelines;

/// <summary>Follows a call above the policy that retries, so that all attempts are one span.</summary>
internal sealed class LogicalCallPolicy : PipelinePolicy
{
    public static readonly LogicalCallPolicy Instance = new();

    private LogicalCallPolicy()
    {
    }

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        using var rest = new RestOfPipeline(message) { ProcessNext = () => ProcessNext(message, pipeline, currentIndex) };
        using var call = new FollowedCall(message, rest);
        call.Process();
    }

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        using var rest = new RestOfPipeline(message) { ProcessNextAsync = () => ProcessNextAsync(message, pipeline, currentIndex) };
        using var call = new FollowedCall(message, rest);
        await call.ProcessAsync();
    }
}
