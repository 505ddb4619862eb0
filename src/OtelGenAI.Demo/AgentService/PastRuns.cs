using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;

namespace OtelGenAI.Demo.AgentService;

/// <summary>
/// A fortnight of runs that are made up, so that charts have a course and prompts a history: a week ago the agent got longer instructions that
/// begin with the time of day. Nothing of them could be read from the cache any more, and every run costs more.
/// </summary>
internal static class PastRuns
{
    public const string SourceName = "OtelGenAI.Demo.PastRuns";
    public const string PromptName = "travel-planner";

    /// <summary>Version of the prompt since a week ago.</summary>
    public const string PromptVersion = "2";

    private const int Days = 14;
    private const int DaysOfNewPrompt = 7;
    private const string Instructions = "You are a travel agent. Use the tools; never guess prices, weather or rates.";

    private const string AgentName = "travel-agent";

    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ActivitySource s_source = new(SourceName);
    private static readonly string[] s_tags = ["made-up"];
    private static readonly string[] s_users = ["anna", "ben", "chiara"];

    private static readonly (string City, string Weather, string Hotel)[] s_cities =
    [
        ("Bergen", "8 °C, rain", "Quay House"), ("Lisbon", "19 °C, sun", "Alfama Rooms"), ("Vienna", "5 °C, clouds", "Ring Hotel"), ("Kraków", "2 °C, fog", "Market Inn"),
        ("Palermo", "21 °C, sun", "Casa Vecchia"), ("Utrecht", "9 °C, wind", "Canal Lodge"), ("Tallinn", "-1 °C, snow", "Old Town Stay"),
    ];

    /// <summary>Records them.</summary>
    /// <param name="now">When the last of them was about to begin.</param>
    public static void Record(DateTimeOffset now)
    {
        var number = 0;
        for (var daysAgo = Days; daysAgo >= 1; daysAgo--)
        {
            var day = now.AddDays(-daysAgo);
            var runs = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 3 : 6;
            for (var run = 0; run < runs; run++)
            {
                Record(day.AddMinutes(run * 97), number++, isNewPrompt: daysAgo <= DaysOfNewPrompt);
            }
        }
    }

    private static void Record(DateTimeOffset start, int number, bool isNewPrompt)
    {
        var user = s_users[number % 5 % s_users.Length];
        var (city, weather, hotel) = s_cities[number % s_cities.Length];
        var question = $"Plan a weekend in {city} for {1 + (number % 3)}: what is the weather, and which hotel should I take?";
        var answer = $"In {city} expect {weather}. Take the {hotel}.";
        var isBusy = number % 17 == 9;
        var planning = TimeSpan.FromMilliseconds(700 + (number * 37 % 400));
        var looking = TimeSpan.FromMilliseconds(90 + (number * 53 % 200));
        var writing = TimeSpan.FromMilliseconds((isNewPrompt ? 1_600 : 1_200) + (number * 71 % 700));

        using var agent = Start($"invoke_agent {AgentName}", ActivityKind.Internal, start, GenAIOperationNameValues.InvokeAgent);
        agent?.SetTag(GenAIAttributes.AgentName, AgentName);
        agent?.SetTag(GenAIAttributes.ConversationId, $"trip-{start:MMdd}-{user}");
        agent?.SetTag(UserAttributes.Id, user);
        agent?.SetTag(OtelGenAIAttributes.Tags, s_tags);
        agent?.SetTag(GenAIAttributes.InputMessages, Says("user", question));

        Chat(start, planning, question, Wants(city), (isNewPrompt ? 1_480 : 620) + (number * 13 % 90), 21, isNewPrompt, isBusy: false);
        using (var tool = Start("execute_tool get_weather", ActivityKind.Internal, start + planning, GenAIOperationNameValues.ExecuteTool))
        {
            tool?.SetTag(GenAIAttributes.ToolName, "get_weather");
            tool?.SetTag(GenAIAttributes.ToolCallArguments, new JsonObject { ["city"] = city }.ToJsonString(s_readable));
            tool?.SetTag(GenAIAttributes.ToolCallResult, new JsonObject { ["saturday"] = weather }.ToJsonString(s_readable));
            tool?.SetEndTime((start + planning + looking).UtcDateTime);
        }

        Chat(start + planning + looking, isBusy ? looking : writing, question, Says("assistant", answer), (isNewPrompt ? 1_560 : 700) + (number * 13 % 90), 48 + (number % 20), isNewPrompt, isBusy);
        if (isBusy)
        {
            agent?.SetStatus(ActivityStatusCode.Error, "the model was busy");
            agent?.SetTag(ErrorAttributes.Type, "429");
        }
        else
        {
            agent?.SetTag(GenAIAttributes.OutputMessages, Says("assistant", answer));
        }

        agent?.SetEndTime((start + planning + looking + writing).UtcDateTime);
    }

    private static void Chat(DateTimeOffset start, TimeSpan took, string question, string output, int inputTokens, int outputTokens, bool isNewPrompt, bool isBusy)
    {
        using var chat = Start($"chat {TravelAgent.Model}", ActivityKind.Client, start, GenAIOperationNameValues.Chat);
        if (chat is null)
        {
            return;
        }

        chat.SetTag(GenAIAttributes.ProviderName, GenAIProviderNameValues.OpenAI);
        chat.SetTag(GenAIAttributes.RequestModel, TravelAgent.Model);
        chat.SetTag(GenAIAttributes.PromptName, PromptName);
        chat.SetTag(GenAIAttributes.PromptVersion, isNewPrompt ? PromptVersion : "1");
        chat.SetTag(GenAIAttributes.SystemInstructions, new JsonArray(TextPart(isNewPrompt ? $"It is {start:HH:mm} on {start:D}. {Instructions}" : Instructions)).ToJsonString(s_readable));
        chat.SetTag(GenAIAttributes.InputMessages, Says("user", question));
        chat.SetEndTime((start + took).UtcDateTime);
        if (isBusy)
        {
            chat.SetStatus(ActivityStatusCode.Error, "Rate limit reached for requests");
            chat.SetTag(ErrorAttributes.Type, "429");
            return;
        }

        chat.SetTag(GenAIAttributes.ResponseModel, $"{TravelAgent.Model}-2024-07-18");
        chat.SetTag(GenAIAttributes.OutputMessages, output);
        chat.SetTag(GenAIAttributes.UsageInputTokens, inputTokens);
        chat.SetTag(GenAIAttributes.UsageOutputTokens, outputTokens);
        chat.SetTag(GenAIAttributes.UsageCacheReadInputTokens, isNewPrompt ? 0 : 512);
    }

    private static Activity? Start(string name, ActivityKind kind, DateTimeOffset start, string operation) =>
        s_source.StartActivity(name, kind, parentContext: default, [new(GenAIAttributes.OperationName, operation)], links: null, start);

    private static string Says(string role, string text)
    {
        var message = new JsonObject { ["role"] = role, ["parts"] = new JsonArray(TextPart(text)) };
        return Messages(message, role == "assistant" ? "stop" : null);
    }

    private static string Wants(string city) => Messages(
        new JsonObject
        {
            ["role"] = "assistant",
            ["parts"] = new JsonArray(new JsonObject { ["type"] = "tool_call", ["id"] = "call_weather", ["name"] = "get_weather", ["arguments"] = new JsonObject { ["city"] = city } }),
        },
        "tool_call");

    private static string Messages(JsonObject message, string? finishReason)
    {
        if (finishReason is not null)
        {
            message["finish_reason"] = finishReason;
        }

        return new JsonArray(message).ToJsonString(s_readable);
    }

    private static JsonObject TextPart(string text) => new() { ["type"] = "text", ["content"] = text };
}
