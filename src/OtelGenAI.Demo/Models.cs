using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

namespace OtelGenAI.Demo;

/// <summary>Makes clients of the model: the scripted one, or the real one when a key is there.</summary>
internal static class Models
{
    /// <summary>Whether the real model is asked.</summary>
    public static bool AreReal => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OPENAI_API_KEY"));

    /// <summary>Makes a client of the official SDK, with its own retries: they are part of what there is to see.</summary>
    /// <param name="arguments">Where the scripted model listens.</param>
    /// <param name="model">The model wanted; <c>OPENAI_MODEL</c> replaces it.</param>
    public static ChatClient Client(DemoArguments arguments, string model)
    {
        var options = new OpenAIClientOptions();
        if (!AreReal)
        {
            options.Endpoint = new Uri(arguments.Provider!, "/v1");
            return new ChatClient(model, new ApiKeyCredential("scripted"), options);
        }

        if (Environment.GetEnvironmentVariable("OPENAI_BASE_URL") is { Length: > 0 } baseUrl)
        {
            options.Endpoint = new Uri(baseUrl);
        }

        var key = new ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY")!);
        return new ChatClient(Environment.GetEnvironmentVariable("OPENAI_MODEL") ?? model, key, options);
    }
}
