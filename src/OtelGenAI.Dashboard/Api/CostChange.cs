using OtelGenAI.Pricing;
using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Dashboard.Api;

/// <summary>What was used in a period.</summary>
/// <param name="Traces">Traces that started in it.</param>
/// <param name="Models">Its model calls, by provider and model.</param>
/// <param name="EndUnixNano">Its end, for the prices of that day.</param>
internal sealed record CostPeriod(long Traces, IReadOnlyDictionary<(string? Provider, string? Model), UsageTotals> Models, long EndUnixNano)
{
    /// <summary>Model calls.</summary>
    public long Calls { get; } = Models.Values.Sum(totals => totals.Calls);

    /// <summary>Cost in USD of the calls that have a price.</summary>
    public double Usd { get; } = Models.Values.Sum(totals => (double)totals.Cost.Usd);
}

/// <summary>Takes the difference between the costs of two periods apart, so that the parts add up to it.</summary>
/// <remarks>
/// In this order, each with everything after it as it was before: how many traces, how many calls a trace, which models, and for models of both periods
/// how long the input, how much of it from the cache, how long the output, and the prices. What is left (context tiers, service tiers, audio, what
/// clients reported) is <see cref="Other"/>.
/// </remarks>
internal sealed record CostChange(double Traffic, double Turns, double Models, double Context, double Cache, double Output, double Prices, double Other)
{
    private const double Million = 1e6;

    // Of models of both periods, weighted with the calls of the later one: otherwise a shift between models would look like longer answers.
    private double _calls;
    private double _input;
    private double _inputBefore;
    private double _cached;
    private double _cachedBefore;
    private double _output;
    private double _outputBefore;

    /// <summary>Input tokens of a call, before and after, whatever the models; <see langword="null"/> when no model is in both periods.</summary>
    public (double? Before, double? After) InputOfCall => (Of(_inputBefore, _calls), Of(_input, _calls));

    /// <summary>Share of the input that came from the cache, 0 to 1.</summary>
    public (double? Before, double? After) CachedShare => (Of(_cachedBefore, _input), Of(_cached, _input));

    /// <summary>Output tokens of a call.</summary>
    public (double? Before, double? After) OutputOfCall => (Of(_outputBefore, _calls), Of(_output, _calls));

    /// <summary>Works it out.</summary>
    /// <param name="before">The period that is compared with.</param>
    /// <param name="after">The period that is asked about.</param>
    /// <param name="book">The prices.</param>
    public static CostChange Between(CostPeriod before, CostPeriod after, PriceBook book)
    {
        var growth = before.Calls > 0 ? (double)after.Calls / before.Calls : 1;
        var volume = before.Usd * (growth - 1);
        var traffic = before.Traces > 0 && after.Traces > 0 ? before.Usd * (((double)after.Traces / before.Traces) - 1) : volume;
        var change = new CostChange(traffic, volume - traffic, 0, 0, 0, 0, 0, 0);
        foreach (var model in before.Models.Keys.Union(after.Models.Keys))
        {
            var (was, now) = (Used.Of(before, model), Used.Of(after, model));
            var usual = was.Calls > 0 ? was.Usd / was.Calls : now.Calls > 0 ? now.Usd / now.Calls : 0;

            // Without a single call before, there is nothing that a mix could have been compared with: all of it is new traffic.
            var shift = (now.Calls - (was.Calls * growth)) * usual;
            change = before.Calls > 0 ? change with { Models = change.Models + shift } : change with { Traffic = change.Traffic + shift };
            if (was.Calls > 0 && now.Calls > 0)
            {
                change.Count(was, now);
                change = change.WithModel(was, now, was.Prices(model, before.EndUnixNano, book), now.Prices(model, after.EndUnixNano, book));
            }
        }

        return change;
    }

    private static double? Of(double part, double whole) => whole > 0 ? part / whole : null;

    private void Count(Used was, Used now)
    {
        _calls += now.Calls;
        _input += now.Calls * now.Input;
        _inputBefore += now.Calls * was.Input;
        _cached += now.Calls * now.CacheRead;
        _cachedBefore += was.Input > 0 ? now.Calls * now.Input * (was.CacheRead / was.Input) : 0;
        _output += now.Calls * now.Output;
        _outputBefore += now.Calls * was.Output;
    }

    private CostChange WithModel(Used was, Used now, Rates? before, Rates? after)
    {
        var whole = now.Usd - (was.Usd / was.Calls * now.Calls);
        if (before is not { } old || after is not { } rates)
        {
            return this with { Other = Other + whole };
        }

        var context = (now.Input - was.Input) * was.PriceOfInput(old);
        var cache = now.Input * (now.PriceOfInput(old) - was.PriceOfInput(old));
        var output = (now.Output - was.Output) * old.Output;
        var prices = now.Cost(rates) - now.Cost(old);
        var calls = now.Calls / Million;
        return this with
        {
            Context = Context + (context * calls),
            Cache = Cache + (cache * calls),
            Output = Output + (output * calls),
            Prices = Prices + (prices * calls),
            Other = Other + whole - ((context + cache + output + prices) * calls),
        };
    }

    /// <summary>USD per million tokens.</summary>
    private readonly record struct Rates(double Input, double CacheRead, double CacheWrite, double Output)
    {
        public static Rates Of(PriceRow row) => new(
            (double)row.Input, (double)(row.CacheRead ?? row.Input), (double)(row.CacheWrite ?? row.Input), (double)row.Output);
    }

    /// <summary>What a call of a model used on average.</summary>
    private readonly record struct Used(long Calls, double Usd, double Input, double CacheRead, double CacheWrite, double Output)
    {
        public static Used Of(CostPeriod period, (string?, string?) model) => period.Models.TryGetValue(model, out var sums) && sums.Calls > 0
            ? new Used(
                sums.Calls, (double)sums.Cost.Usd, (double)sums.InputTokens / sums.Calls, (double)sums.CacheReadTokens / sums.Calls,
                (double)sums.CacheWriteTokens / sums.Calls, (double)sums.OutputTokens / sums.Calls)
            : default;

        /// <summary>The prices of its average call, of the standard service tier.</summary>
        public Rates? Prices((string? Provider, string? Model) model, long endUnixNano, PriceBook book)
        {
            var tokens = new TokenUsage((long)Input, (long)Output, CacheRead: null, CacheWrite: null, Reasoning: null);
            return book.CostOf(new PricedCall(model.Provider, model.Model, RequestModel: null, tokens, endUnixNano))?.Row is { } row ? Rates.Of(row) : null;
        }

        /// <summary>What a million of its input tokens cost, with its share from the cache.</summary>
        public double PriceOfInput(Rates rates) => Input <= 0
            ? rates.Input
            : rates.Input + ((CacheRead / Input) * (rates.CacheRead - rates.Input)) + ((CacheWrite / Input) * (rates.CacheWrite - rates.Input));

        public double Cost(Rates rates) => (Input * PriceOfInput(rates)) + (Output * rates.Output);
    }
}
