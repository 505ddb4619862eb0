using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.Demo.ToolServer;

/// <summary>Converts money, once wrongly: its rate for SEK was never updated, which no status code will ever tell.</summary>
internal static class CurrencyDesk
{
    public static async Task ConvertAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var from = query["from"].ToString();
        if (!decimal.TryParse(query["amount"], CultureInfo.InvariantCulture, out var amount) || query["to"] != "EUR" || RateToEuro(from) is not { } rate)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var result = decimal.Round(amount * rate, 2).ToString(CultureInfo.InvariantCulture);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"amount":{{amount.ToString(CultureInfo.InvariantCulture)}},"from":"{{from}}","to":"EUR","result":{{result}}}""");
    }

    private static decimal? RateToEuro(string currency) => currency switch
    {
        "NOK" => 0.0851m,
        "ISK" => 0.0068m,
        // Of January 2014. Today it is about 0.0886, and 12500 SEK do not pay for a flight of 1200 EUR.
        "SEK" => 0.1132m,
        _ => null,
    };
}
