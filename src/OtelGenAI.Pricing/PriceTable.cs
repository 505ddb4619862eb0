using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OtelGenAI.Pricing;

/// <summary>The rows of a file of prices.</summary>
/// <param name="Version">Which table it is.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="AlsoTry">Providers whose prices hold for another's models too, by the other.</param>
internal sealed record PriceTable(string Version, IReadOnlyList<PriceRow> Rows, IReadOnlyDictionary<string, IReadOnlyList<string>> AlsoTry)
{
    private const int MaxRows = 10_000;
    private const int VersionDigits = 8;

    private static readonly string[] PriceNames =
    [
        "input", "output", "cacheRead", "cacheWrite", "cacheWrite1h", "audioInput", "audioCacheRead", "audioOutput", "imageInput", "imageOutput", "reasoning", "perCall",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="json">UTF-8; comments and commas after the last item are allowed.</param>
    /// <param name="place">Name of the file; <see langword="null"/> for the built-in one, whose rows have to say their source.</param>
    /// <exception cref="FormatException">Something is wrong; the message names the file, the line and the thing.</exception>
    public static PriceTable Read(ReadOnlyMemory<byte> json, string? place) => new Reader(json, place).Read();

    // Reads token by token, because a JsonDocument does not know its lines.
    private sealed class Reader(ReadOnlyMemory<byte> json, string? place)
    {
        private readonly string _name = place ?? "prices.json";
        private readonly List<PriceRow> _rows = [];
        private readonly Dictionary<string, IReadOnlyList<string>> _alsoTry = new(StringComparer.Ordinal);
        private string? _version;

        public PriceTable Read()
        {
            var bytes = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json.Span[Encoding.UTF8.Preamble.Length..] : json.Span;
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            try
            {
                ReadRoot(ref reader);
            }
            catch (JsonException e)
            {
                throw new FormatException($"{_name}:{(e.LineNumber ?? 0) + 1}: not JSON: {e.Message}", e);
            }

            // The user's file has no version of its own: what it says is what it is.
            var hash = Convert.ToHexStringLower(SHA256.HashData(json.Span))[..VersionDigits];
            return new PriceTable(_version ?? hash, _rows, _alsoTry.ToFrozenDictionary(StringComparer.Ordinal));
        }

        private void ReadRoot(ref Utf8JsonReader reader)
        {
            Expect(ref reader, JsonTokenType.StartObject, "an object with \"prices\"");
            while (Next(ref reader) == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                switch (name)
                {
                    case "version":
                        _version = Text(ref reader, name);
                        break;
                    case "alsoTry":
                        Expect(ref reader, JsonTokenType.StartObject, "an object of lists");
                        while (Next(ref reader) == JsonTokenType.PropertyName)
                        {
                            var provider = reader.GetString()!;
                            _alsoTry[provider] = Texts(ref reader, provider);
                        }

                        break;
                    case "prices":
                        Expect(ref reader, JsonTokenType.StartArray, "a list of rows");
                        while (Next(ref reader) == JsonTokenType.StartObject)
                        {
                            _rows.Add(_rows.Count < MaxRows ? ReadRow(ref reader) : throw Wrong(in reader, $"more than {MaxRows} rows"));
                        }

                        break;
                    default:
                        throw Wrong(in reader, $"'{name}' is not known here; version, prices and alsoTry are");
                }
            }
        }

        private PriceRow ReadRow(ref Utf8JsonReader reader)
        {
            var line = LineOf(in reader);
            string? provider = null, source = null, checkedOn = null, tier = null;
            List<string>? match = null;
            DateOnly? from = null, to = null;
            long over = 0, upTo = 0;
            Dictionary<string, decimal> tiers = [];
            var prices = new Dictionary<string, decimal>(StringComparer.Ordinal);
            while (Next(ref reader) == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                switch (name)
                {
                    case "provider":
                        provider = Text(ref reader, name);
                        break;
                    case "match":
                        match = [.. Texts(ref reader, name).Select(text => text.Trim().ToLowerInvariant())];
                        break;
                    case "validFrom":
                        from = Day(ref reader, name);
                        break;
                    case "validTo":
                        to = Day(ref reader, name);
                        break;
                    case "serviceTier":
                        tier = ServiceTiers.Normalize(Text(ref reader, name));
                        break;
                    case "tiers":
                        Expect(ref reader, JsonTokenType.StartObject, "an object of factors");
                        while (Next(ref reader) == JsonTokenType.PropertyName)
                        {
                            var other = reader.GetString()!;
                            tiers[ServiceTiers.Normalize(other) ?? throw Wrong(in reader, $"'{other}' is the standard tier, which the prices of the row are for")] =
                                Number(ref reader, other);
                        }

                        break;
                    case "contextOver":
                        over = (long)Number(ref reader, name);
                        break;
                    case "contextUpTo":
                        upTo = (long)Number(ref reader, name);
                        break;
                    case "unit":
                        if (Text(ref reader, name) is var unit and not "USD per million tokens")
                        {
                            throw Wrong(in reader, $"unit '{unit}' is not known: prices are 'USD per million tokens'");
                        }

                        break;
                    case "source":
                        source = Text(ref reader, name);
                        break;
                    case "checkedOn":
                        checkedOn = Text(ref reader, name);
                        break;
                    case var price when PriceNames.Contains(price):
                        prices[price] = Number(ref reader, price);
                        break;
                    default:
                        throw Wrong(in reader, $"'{name}' is no field of a price row");
                }
            }

            return new PriceRow
            {
                Provider = provider is { Length: > 0 } ? provider : throw Wrong(line, "the row has no provider"),
                Match = match is { Count: > 0 } && match.TrueForAll(text => text.Length > 0) ? match : throw Wrong(line, "the row has no match: the names of its models"),
                ValidFrom = from,
                ValidTo = to is null || from is null || from < to ? to : throw Wrong(line, "validTo is not after validFrom"),
                ServiceTier = tier,
                Tiers = tiers,
                ContextOver = over,
                ContextUpTo = upTo,
                Input = Price(prices, "input") ?? (prices.ContainsKey("perCall") ? 0 : throw Wrong(line, "the row has no input price")),
                Output = Price(prices, "output") ?? 0,
                CacheRead = Price(prices, "cacheRead"),
                CacheWrite = Price(prices, "cacheWrite"),
                CacheWrite1h = Price(prices, "cacheWrite1h"),
                AudioInput = Price(prices, "audioInput"),
                AudioCacheRead = Price(prices, "audioCacheRead"),
                AudioOutput = Price(prices, "audioOutput"),
                ImageInput = Price(prices, "imageInput"),
                ImageOutput = Price(prices, "imageOutput"),
                Reasoning = Price(prices, "reasoning"),
                PerCall = Price(prices, "perCall") ?? 0,
                Source = source ?? (place is null ? throw Wrong(line, "the row has no source") : place),
                CheckedOn = checkedOn ?? (place is null ? throw Wrong(line, "the row has no checkedOn") : ""),
                Place = place is null ? null : $"{place}:{line}",
            };
        }

        private static decimal? Price(Dictionary<string, decimal> prices, string name) => prices.TryGetValue(name, out var price) ? price : null;

        private decimal Number(ref Utf8JsonReader reader, string name)
        {
            Expect(ref reader, JsonTokenType.Number, $"a number for '{name}'");
            return reader.TryGetDecimal(out var number) && number is >= 0 and <= 1_000_000_000 ? number : throw Wrong(in reader, $"'{name}' must be from 0 to 1000000000");
        }

        private string Text(ref Utf8JsonReader reader, string name)
        {
            Expect(ref reader, JsonTokenType.String, $"a text for '{name}'");
            return reader.GetString()!;
        }

        private List<string> Texts(ref Utf8JsonReader reader, string name)
        {
            Expect(ref reader, JsonTokenType.StartArray, $"a list of texts for '{name}'");
            List<string> texts = [];
            while (Next(ref reader) == JsonTokenType.String)
            {
                texts.Add(reader.GetString()!);
            }

            return reader.TokenType == JsonTokenType.EndArray ? texts : throw Wrong(in reader, $"'{name}' is a list of texts");
        }

        private DateOnly Day(ref Utf8JsonReader reader, string name) =>
            Text(ref reader, name) is var text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw Wrong(in reader, $"{name} '{text}' is no day such as 2026-11-20");

        private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
        {
            if (Next(ref reader) != type)
            {
                throw Wrong(in reader, $"expected {what}");
            }
        }

        private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : JsonTokenType.None;

        private FormatException Wrong(in Utf8JsonReader reader, string problem) => Wrong(LineOf(in reader), problem);

        private FormatException Wrong(int line, string problem) => new($"{_name}:{line}: {problem}.");

        private int LineOf(in Utf8JsonReader reader)
        {
            var offset = json.Span.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            return json.Span[..(offset + (int)reader.TokenStartIndex)].Count((byte)'\n') + 1;
        }
    }
}
