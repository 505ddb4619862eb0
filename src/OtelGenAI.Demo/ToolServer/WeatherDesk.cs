using System.ComponentModel;

namespace OtelGenAI.Demo.ToolServer;

/// <summary>Tells weather that never changes.</summary>
internal static class WeatherDesk
{
    public static string Forecast([Description("Name of the city")] string city) => city switch
    {
        "Oslo" => """{"city":"Oslo","saturday":"-3 °C, light snow","sunday":"-1 °C, sun"}""",
        "Reykjavik" => """{"city":"Reykjavik","saturday":"2 °C, storm","sunday":"3 °C, rain"}""",
        _ => $$"""{"city":"{{city}}","saturday":"8 °C, cloudy","sunday":"9 °C, cloudy"}""",
    };
}
