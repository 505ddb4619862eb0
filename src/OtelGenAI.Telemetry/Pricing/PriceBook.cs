using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace OtelGenAI.Telemetry.Pricing;

/// <summary>Every known price. Immutable; a model that is not in it is unpriced, never free.</summary>
/// <remarks>Prices are applied when somebody looks, so a better table corrects the past by itself (src/decisions/0013).</remarks>
public sealed class PriceBook
{
    private const long NanosecondsPerTick = 100;

    private static readonly Lazy<PriceBook> BuiltInBook = new(() =>
    {
        using var table = typeof(PriceBook).Assembly.GetManifestResourceStream("prices.json")!;
        return Read(table, fallback: null);
    });

    private readonly FrozenDictionary<string, PriceRow[]> _byModel;
    private readonly PriceBook? _fallback;

    private PriceBook(IEnumerable<PriceRow> rows, string version, PriceBook? fallback)
    {
        _byModel = rows.SelectMany(row => row.Match.Select(model => (model, row)))
            .GroupBy(pair => pair.model, pair => pair.row, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        _fallback = fallback;
        Version = version;
    }

    /// <summary>The table of <c>conventions/prices</c>.</summary>
    public static PriceBook BuiltIn => BuiltInBook.Value;

    /// <summary>Which table it is.</summary>
    public string Version { get; }

    /// <summary>Reads a table in the form of <c>conventions/prices/prices.json</c>.</summary>
    /// <param name="json">The table.</param>
    /// <param name="fallback">Asked for models it does not have; <see langword="null"/> for none.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">A row lacks a field, or has one of the wrong kind; the message names it.</exception>
    public static PriceBook Read(Stream json, PriceBook? fallback)
    {
        using var document = JsonDocument.Parse(json);
        var rows = document.RootElement.GetProperty("prices").EnumerateArray().Select(ReadRow).ToList();
        return new PriceBook(rows, document.RootElement.GetProperty("version").GetString() ?? "", fallback);
    }

    /// <summary>What a call cost, or <see langword="null"/> when its model has no price or nobody counted its tokens.</summary>
    /// <param name="provider">Provider; <see langword="null"/> when not known, and then any provider's price of the model is taken.</param>
    /// <param name="responseModel">Model that answered.</param>
    /// <param name="requestModel">Model that was asked for; used when the one that answered is not known.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="endUnixNano">When it ended: the day decides the price.</param>
    public CallCost? CostOf(string? provider, string? responseModel, string? requestModel, TokenUsage tokens, long endUnixNano)
    {
        if (tokens.Input is null && tokens.Output is null)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(endUnixNano / NanosecondsPerTick));
        var row = Find(provider, responseModel, day, tokens.Input ?? 0) ?? Find(provider, requestModel, day, tokens.Input ?? 0);
        return row is null ? null : CallCost.Of(tokens, row);
    }

    private PriceRow? Find(string? provider, string? model, DateOnly day, long input)
    {
        if (model is null)
        {
            return null;
        }

        PriceRow? best = null;
        foreach (var row in _byModel.GetValueOrDefault(ModelName.Bare(model)) ?? [])
        {
            if ((provider is null || row.Provider == provider) && !(day < row.ValidFrom) && !(day >= row.ValidTo) &&
                (row.ContextOver == 0 || input > row.ContextOver) && (best is null || row.ContextOver > best.ContextOver))
            {
                best = row;
            }
        }

        return best ?? _fallback?.Find(provider, model, day, input);
    }

    private static PriceRow ReadRow(JsonElement row, int index)
    {
        try
        {
            return new PriceRow
            {
                Provider = row.GetProperty("provider").GetString()!,
                Match = [.. row.GetProperty("match").EnumerateArray().Select(name => name.GetString()!)],
                ValidFrom = Day(row, "validFrom"),
                ValidTo = Day(row, "validTo"),
                ContextOver = row.TryGetProperty("contextOver", out var over) ? over.GetInt64() : 0,
                Input = row.GetProperty("input").GetDecimal(),
                Output = Price(row, "output") ?? 0,
                CacheRead = Price(row, "cacheRead"),
                CacheWrite = Price(row, "cacheWrite"),
                CacheWrite1h = Price(row, "cacheWrite1h"),
                Source = row.GetProperty("source").GetString()!,
                CheckedOn = row.GetProperty("checkedOn").GetString()!,
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"Price row {index + 1} is not right: {e.Message}", e);
        }
    }

    private static decimal? Price(JsonElement row, string name) => row.TryGetProperty(name, out var price) ? price.GetDecimal() : null;

    private static DateOnly? Day(JsonElement row, string name) =>
        row.TryGetProperty(name, out var day) ? DateOnly.ParseExact(day.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
