using System.ClientModel.Primitives;
using OtelGenAI.ClientPipelines;

namespace OtelGenAI;

/// <summary>Records the calls of clients that are made of <c>System.ClientModel</c>: OpenAI's SDK, and Azure's over it.</summary>
public static class GenAIClientPipelineExtensions
{
    extension<TOptions>(TOptions options)
        where TOptions : ClientPipelineOptions
    {
        /// <summary>Records each call of the client as one span, however often its request is sent.</summary>
        /// <returns>The same options. Give them to a client afterwards: a client freezes its options.</returns>
        /// <remarks>
        /// Without it the same calls are recorded from HTTP, each attempt as a span of its own. Adding it twice changes nothing. Needs
        /// <c>AddGenAIInstrumentation</c> of the process; without that it only passes on.
        /// </remarks>
        public TOptions AddGenAIInstrumentation()
        {
            options.AddPolicy(LogicalCallPolicy.Instance, PipelinePosition.PerCall);
            return options;
        }
    }
}
