using System.Globalization;
using System.Text;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>Prices that a test changes: gpt-4o costs a whole number of USD per million tokens, and no other model has a price.</summary>
internal sealed class TestPrices : ITenantPrices
{
    private volatile PriceBook _book = BookOf(usdPerMillion: 2);

    public PriceBook Of(TenantId tenant) => _book;

    public void Set(int usdPerMillion) => _book = BookOf(usdPerMillion);

    private static PriceBook BookOf(int usdPerMillion) => PriceBook.Read(
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"version":"{{usdPerMillion}} USD","prices":[{"provider":"openai","match":["gpt-4o"],"input":{{usdPerMillion}},"output":{{usdPerMillion}},
             "source":"made up","checkedOn":"2026-11-20"}]}
            """)),
        place: null,
        fallback: null);
}
