using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OtelGenAI.Demo.ScriptedProvider;

/// <summary>A model that says the same every time, over OpenAI's wire format, until SIGTERM (or the end of its input). Not instrumented: providers are not, either.</summary>
internal static class ScriptedProviderProgram
{
    public static async Task<int> RunAsync(DemoArguments arguments, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(arguments.Listen.ToString());
        await using var app = builder.Build();
        var endpoint = new ChatCompletionsEndpoint(TimeProvider.System);
        app.MapPost("/v1/chat/completions", endpoint.AnswerAsync);

        await app.StartAsync();
        ParentInput.Watch(arguments, app.Lifetime);
        await output.WriteLineAsync($"listening {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
