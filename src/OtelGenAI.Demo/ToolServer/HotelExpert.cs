using System.ComponentModel;
using System.Text.Json;
using OpenAI.Chat;

namespace OtelGenAI.Demo.ToolServer;

/// <summary>An agent of its own, in another process than the one that asks it, with a model and a tool of its own.</summary>
internal sealed class HotelExpert(ChatClient model)
{
    public const string Model = "gpt-4.1-mini";

    private const string Instructions = "You are a hotel expert. Search the index, then recommend one hotel in one sentence.";

    private static readonly ChatTool s_search = ChatTool.CreateFunctionTool(
        "search_hotels",
        "Searches the hotel index of a city",
        BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    public async Task<string> AskAsync([Description("What the traveller wants")] string question, CancellationToken cancellationToken)
    {
        using var agent = GenAI.StartAgent("hotel-expert", "Knows hotels", Model);
        agent.SetInstructions(Instructions);
        agent.SetInput(question);
        try
        {
            var answer = await ConverseAsync(question, cancellationToken);
            agent.SetOutput(answer);
            return answer;
        }
        catch (Exception exception)
        {
            agent.Fail(exception);
            throw;
        }
    }

    private async Task<string> ConverseAsync(string question, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [new SystemChatMessage(Instructions), new UserChatMessage(question)];
        var options = new ChatCompletionOptions { Tools = { s_search }, MaxOutputTokenCount = 200 };
        ChatCompletion completion = await model.CompleteChatAsync(messages, options, cancellationToken);
        for (var turns = 1; completion.FinishReason == ChatFinishReason.ToolCalls && turns < 4; turns++)
        {
            messages.Add(new AssistantChatMessage(completion));
            foreach (var call in completion.ToolCalls)
            {
                messages.Add(new ToolChatMessage(call.Id, Search(call)));
            }

            completion = await model.CompleteChatAsync(messages, options, cancellationToken);
        }

        return completion.Content[0].Text;
    }

    private static string Search(ChatToolCall call)
    {
        using var tool = GenAI.StartTool(call.FunctionName, call.Id);
        tool.SetArguments(call.FunctionArguments.ToString());
        using var arguments = JsonDocument.Parse(call.FunctionArguments);
        var city = arguments.RootElement.GetProperty("city").GetString() ?? "";
        using var retrieval = GenAI.StartRetrieval("hotel-index", topK: 2);
        retrieval.SetQuery(city);
        var documents =
            $$"""
            [{"id":"h-1","score":0.92,"name":"Hotel Bristol {{city}}","price_eur":140},{"id":"h-7","score":0.81,"name":"Harbour Inn {{city}}","price_eur":95}]
            """;
        retrieval.SetDocuments(documents);
        tool.SetResult(documents);
        return documents;
    }
}
