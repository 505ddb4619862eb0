using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using OpenAI;
using OpenAI.Chat;

namespace OtelGenAI.Tests.Support;

internal static class Some
{
    public static ChatClient ChatClient(FakeProvider provider, int retries = 0) => ChatClient(provider.Address, retries);

    public static ChatClient ChatClient(Uri address, int retries = 0) => new(
        "gpt-x",
        new ApiKeyCredential("key"),
        new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "/v1"),
            RetryPolicy = Retries(retries),
        });

    public static ClientRetryPolicy Retries(int count) => count == 0 ? new ClientRetryPolicy(maxRetries: 0) : new ImmediateRetry(count);

    public static ChatMessage[] Question => [new SystemChatMessage("Be brief."), new UserChatMessage("Say hello")];

    public static object? Tag(this Activity activity, string key) => activity.GetTagItem(key);

    private sealed class ImmediateRetry(int retries) : ClientRetryPolicy(retries)
    {
        protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount) => TimeSpan.Zero;
    }
}
