using Microsoft.Extensions.DependencyInjection;

namespace OtelGenAI;

/// <summary>Records model calls of one named client.</summary>
public static class GenAIHttpClientBuilderExtensions
{
    extension(IHttpClientBuilder builder)
    {
        /// <summary>Adds a <see cref="GenAIHttpHandler"/>, for clients whose requests the runtime's diagnostics do not see.</summary>
        /// <returns>The same builder.</returns>
        /// <remarks>Added before a handler that retries, one span covers all attempts; added after it, each attempt has its own.</remarks>
        public IHttpClientBuilder AddGenAIInstrumentation() => builder.AddHttpMessageHandler(static () => new GenAIHttpHandler());
    }
}
