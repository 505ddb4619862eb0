using System.ClientModel;
using System.Diagnostics;
using OpenAI.Chat;

namespace OtelGenAI.Demo.AgentService;

/// <summary>What came of a run.</summary>
/// <param name="Answer">The agent's last words, or why there are none.</param>
/// <param name="TraceId">Trace of the run.</param>
internal sealed record AgentResult(string Answer, ActivityTraceId TraceId);

/// <summary>An agent like many: asks the model, executes the tools it wants, asks again.</summary>
internal sealed class TravelAgent(ChatClient model, Uri toolServer)
{
    public const string Model = "gpt-4o-mini";

    private const string Instructions = "You are a travel agent. Use the tools; never guess prices, weather or rates.";

    // A model that never stops asking for tools would otherwise run up a bill.
    private const int MaxTurns = 8;

    public async Task<AgentResult> RunAsync(string question, CancellationToken cancellationToken)
    {
        using var agent = GenAI.StartAgent("travel-agent", "Plans short trips", Model);
        agent.SetInstructions(Instructions);
        agent.SetInput(question);
        var traceId = agent.Activity?.TraceId ?? default;
        try
        {
            await using var tools = new TravelTools(toolServer);
            await tools.ConnectAsync(cancellationToken);
            var answer = await ConverseAsync(question, tools, cancellationToken);
            agent.SetOutput(answer);
            return new AgentResult(answer, traceId);
        }
        catch (Exception exception) when (exception is ClientResultException or HttpRequestException)
        {
            // The service survives its provider; the trace says what happened.
            agent.Fail(exception);
            return new AgentResult($"none, the model failed: {exception.Message.Split('\n')[0].Trim()}", traceId);
        }
    }

    private async Task<string> ConverseAsync(string question, TravelTools tools, CancellationToken cancellationToken)
    {
        var options = new ChatCompletionOptions { Temperature = 0.2f, MaxOutputTokenCount = 500 };
        foreach (var tool in tools.Definitions)
        {
            options.Tools.Add(tool);
        }

        List<ChatMessage> messages = [new SystemChatMessage(Instructions), new UserChatMessage(question)];
        var turn = await Turn.CompleteAsync(model, messages, options, cancellationToken);
        for (var turns = 1; turn.ToolCalls.Count > 0 && turns < MaxTurns; turns++)
        {
            messages.Add(new AssistantChatMessage(turn.ToolCalls));
            foreach (var call in turn.ToolCalls)
            {
                messages.Add(new ToolChatMessage(call.Id, await tools.ExecuteAsync(call, cancellationToken)));
            }

            // The first turn comes whole, the others stream: an agent in production meets both.
            turn = await Turn.StreamAsync(model, messages, options, cancellationToken);
        }

        return turn.Text;
    }
}
