using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OtelGenAI.Demo.ScriptedProvider;

/// <summary>What the scripted model says, by the conversation alone: the same question always gets the same run.</summary>
internal static partial class Script
{
    public static ScriptedTurn Next(Conversation conversation) =>
        conversation.System.Contains("hotel expert", StringComparison.Ordinal) ? HotelExpert(conversation) : TravelAgent(conversation);

    private static ScriptedTurn TravelAgent(Conversation conversation)
    {
        var city = City().Match(conversation.Question).Groups[1].Value;
        var budget = Budget().Match(conversation.Question);
        var wantsTrip = conversation.Question.Contains("weekend", StringComparison.Ordinal);
        var money = ("convert_currency", $$"""{"amount":{{budget.Groups[1].Value}},"from":"{{budget.Groups[2].Value}}","to":"EUR"}""");
        if (conversation.Results.Count == 0)
        {
            return wantsTrip ? new ScriptedTurn.Call(("get_weather", $$"""{"city":"{{city}}"}"""), money) : new ScriptedTurn.Call(money);
        }

        if (city == "Reykjavik")
        {
            return new ScriptedTurn.BreakDown();
        }

        var euro = EuroIn(conversation.ResultOf("convert_currency"));
        if (!wantsTrip)
        {
            var isEnough = euro >= 1200 ? "Yes, that pays for the flight of 1200 EUR" : "No, the flight of 1200 EUR costs more than that";
            return new ScriptedTurn.Say($"{budget.Groups[1].Value} {budget.Groups[2].Value} are {euro} EUR. {isEnough}.");
        }

        return conversation.ResultOf("ask_hotel_expert") is { } hotel
            ? new ScriptedTurn.Say($"In {city} expect {Saturday(conversation)} on Saturday. {hotel} Your budget of {budget.Groups[1].Value} {budget.Groups[2].Value} is {euro} EUR.")
            : new ScriptedTurn.Call(("ask_hotel_expert", $$"""{"question":"Which hotel in {{city}} fits a budget of {{euro}} EUR?"}"""));
    }

    private static ScriptedTurn HotelExpert(Conversation conversation)
    {
        var city = City().Match(conversation.Question).Groups[1].Value;
        return conversation.Results.Count == 0
            ? new ScriptedTurn.Call(("search_hotels", $$"""{"city":"{{city}}"}"""))
            : new ScriptedTurn.Say($"Take the Harbour Inn {city}: 95 EUR a night leaves something for dinner.");
    }

    private static string Saturday(Conversation conversation) => FieldIn(conversation.ResultOf("get_weather"), "saturday") ?? "some weather";

    private static decimal EuroIn(string? result) => decimal.TryParse(FieldIn(result, "result"), CultureInfo.InvariantCulture, out var euro) ? euro : 0;

    private static string? FieldIn(string? json, string field)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "{}");
            return document.RootElement.TryGetProperty(field, out var value) ? value.ToString() : null;
        }
        catch (JsonException)
        {
            // A tool that failed answers in plain words.
            return null;
        }
    }

    [GeneratedRegex(@"\bin ([A-Z]\w+)")]
    private static partial Regex City();

    [GeneratedRegex(@"(\d+) (NOK|SEK|ISK)")]
    private static partial Regex Budget();
}
