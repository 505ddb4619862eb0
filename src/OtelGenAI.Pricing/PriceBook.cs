using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace OtelGenAI.Pricing;

/// <summary>Every known price. Immutable and thread-safe; a model that is not in it is unpriced, never free.</summary>
public sealed class PriceBook
{
    private const long NanosecondsPerTick = 100;

    // Names of models come from clients: a client that makes them up must not fill the memory.
    private const int MaxRemembered = 4_096;

    private static readonly Lazy<PriceBook> BuiltInBook = new(() =>
    {
        using var table = typeof(PriceBook).Assembly.GetManifestResourceStream("prices.json")!;
        using var bytes = new MemoryStream();
        table.CopyTo(bytes);
        return Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), place: null, fallback: null);
    });

    private readonly FrozenDictionary<string, PriceRow[]> _byName;
    private readonly (string Beginning, PriceRow[] Rows)[] _byBeginning;
    private readonly FrozenDictionary<string, IReadOnlyList<string>> _alsoTry;
    private readonly PriceBook? _fallback;
    private readonly ConcurrentDictionary<(string? Provider, string Model), PriceRow[]> _found = new();

    private PriceBook(PriceTable table, PriceBook? fallback, CostRule rule)
    {
        var rows = table.Rows.SelectMany(row => row.Match.Select(name => (Name: name, Row: row)))
            .GroupBy(pair => pair.Name, pair => pair.Row, StringComparer.Ordinal).ToList();
        _byName = rows.Where(group => !group.Key.EndsWith('*')).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        _byBeginning = [.. rows.Where(group => group.Key.EndsWith('*')).Select(group => (group.Key[..^1], group.ToArray())).OrderByDescending(pair => pair.Item1.Length)];
        _alsoTry = table.AlsoTry.ToFrozenDictionary(StringComparer.Ordinal);
        _fallback = fallback;
        Rows = table.Rows;
        Rule = rule;
        Version = fallback is null ? table.Version : $"{fallback.Version}+{table.Version}";
    }

    /// <summary>The table of <c>conventions/prices</c>.</summary>
    public static PriceBook BuiltIn => BuiltInBook.Value;

    /// <summary>Which table it is; another one whenever a price in it is another.</summary>
    public string Version { get; }

    /// <summary>Which figure wins where a client reported one.</summary>
    public CostRule Rule { get; }

    /// <summary>Its own rows, in the order of the table.</summary>
    public IReadOnlyList<PriceRow> Rows { get; }

    /// <summary>How many names of models it remembers the rows of.</summary>
    internal int RememberedNames => _found.Count;

    /// <summary>Reads a table in the form of <c>conventions/prices/prices.json</c>.</summary>
    /// <param name="json">The table.</param>
    /// <param name="place">Name of the file, for messages and explanations; <see langword="null"/> for the built-in table.</param>
    /// <param name="fallback">Asked for models it does not have; <see langword="null"/> for none.</param>
    /// <param name="rule">Which figure wins where a client reported one.</param>
    /// <exception cref="FormatException">It is not JSON, or a row is not right; the message names the line.</exception>
    public static PriceBook Read(ReadOnlyMemory<byte> json, string? place, PriceBook? fallback, CostRule rule = CostRule.Computed) =>
        new(PriceTable.Read(json, place), fallback, rule);

    /// <summary>The same prices with another rule.</summary>
    /// <param name="rule">Which figure wins where a client reported one.</param>
    public PriceBook With(CostRule rule) =>
        rule == Rule ? this : new PriceBook(new PriceTable(rule.ToString(), [], FrozenDictionary<string, IReadOnlyList<string>>.Empty), fallback: this, rule);

    /// <summary>What a call cost, or <see langword="null"/> when its model has no price or nobody counted its tokens.</summary>
    /// <param name="call">The call.</param>
    public CallCost? CostOf(in PricedCall call)
    {
        var computed = ComputedCost(in call);

        var reported = call.ReportedUsd is { } usd && IsBelieved(usd, call.Tokens) ? (decimal)usd : (decimal?)null;
        return reported is { } believed && (Rule == CostRule.Reported || (Rule == CostRule.ReportedIfUnpriced && computed is null))
            ? CallCost.Reported(computed, believed)
            : computed;
    }

    /// <summary>The standard price of a model by whoever has one, its maker first; <see langword="null"/> when nobody has.</summary>
    /// <param name="model">The model.</param>
    public PriceRow? OfAnyProvider(string model)
    {
        for (var book = this; book is not null; book = book._fallback)
        {
            if (Array.Find(book.RowsOf(provider: null, model), row => row is { ServiceTier: null, ContextOver: 0, ValidTo: null }) is { } row)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>Whether a cost that a client reported can be one: a client whose own table lacks the model reports 0.</summary>
    /// <param name="usd">What it reported.</param>
    /// <param name="tokens">What it counted.</param>
    public static bool IsBelieved(double usd, TokenUsage tokens) => usd is > 0 and < 1e9 || (usd == 0 && (tokens.Input ?? 0) + (tokens.Output ?? 0) == 0);

    private CallCost? ComputedCost(in PricedCall call)
    {
        var tier = ServiceTiers.Normalize(call.ServiceTier);
        var row = Find(in call, call.ResponseModel, tier) ?? Find(in call, call.RequestModel, tier);
        if (row is null || (row.PerCall == 0 && call.Tokens.Input is null && call.Tokens.Output is null))
        {
            return null;
        }

        if (tier is null)
        {
            return CallCost.Of(in call, row, factor: 1, tierNote: null);
        }

        return row.ServiceTier == tier ? CallCost.Of(in call, row, factor: 1, $"service tier {tier}")
            : row.Tiers.TryGetValue(tier, out var factor) ? CallCost.Of(in call, row, factor, $"service tier {tier}: {factor.ToString(CultureInfo.InvariantCulture)} times the standard price")
            : CallCost.Of(in call, row, factor: 1, $"the table has no price for the service tier '{tier}': the standard one was taken");
    }

    private PriceRow? Find(in PricedCall call, string? model, string? tier)
    {
        if (string.IsNullOrEmpty(model))
        {
            return null;
        }

        var day = DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(call.EndUnixNano / NanosecondsPerTick));
        var input = call.Tokens.Input ?? 0;
        for (var book = this; book is not null; book = book._fallback)
        {
            if (Best(book.RowsOf(call.Provider, model), day, input, tier) is { } row)
            {
                return row;
            }
        }

        return null;
    }

    // A row for the tier before the standard one, then the one of the longest context that the call is over.
    private static PriceRow? Best(PriceRow[] rows, DateOnly day, long input, string? tier)
    {
        PriceRow? best = null;
        foreach (var row in rows)
        {
            if (day < row.ValidFrom || day >= row.ValidTo || (row.ContextOver > 0 && input <= row.ContextOver) || (row.ContextUpTo > 0 && input > row.ContextUpTo) ||
                (row.ServiceTier is not null && row.ServiceTier != tier))
            {
                continue;
            }

            if (best is null || (row.ServiceTier is not null).CompareTo(best.ServiceTier is not null) is var byTier &&
                (byTier > 0 || (byTier == 0 && row.ContextOver > best.ContextOver)))
            {
                best = row;
            }
        }

        return best;
    }

    private PriceRow[] RowsOf(string? provider, string model)
    {
        if (_found.TryGetValue((provider, model), out var known))
        {
            return known;
        }

        var rows = provider is null ? Search(provider: null, model) : Search(provider, model);
        foreach (var other in provider is not null && rows.Length == 0 ? _alsoTry.GetValueOrDefault(provider) ?? [] : [])
        {
            rows = rows.Length > 0 ? rows : Search(other, model);
        }

        if (_found.Count >= MaxRemembered)
        {
            _found.Clear();
        }

        return _found[(provider, model)] = rows;
    }

    private PriceRow[] Search(string? provider, string model)
    {
        var candidates = ModelName.Candidates(model).ToList();
        foreach (var name in candidates)
        {
            if (OfProvider(_byName.GetValueOrDefault(name), provider) is { Length: > 0 } exact)
            {
                return exact;
            }
        }

        foreach (var (beginning, rows) in _byBeginning)
        {
            if (candidates.Exists(name => name.StartsWith(beginning, StringComparison.Ordinal)) && OfProvider(rows, provider) is { Length: > 0 } begun)
            {
                return begun;
            }
        }

        return [];
    }

    // Without a provider: the first one in the table, which is the one that made the model.
    private static PriceRow[] OfProvider(PriceRow[]? rows, string? provider) =>
        rows is null or [] ? [] : [.. rows.Where(row => row.Provider == (provider ?? rows[0].Provider))];
}
