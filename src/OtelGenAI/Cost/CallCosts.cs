using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Diagnostics;
using OtelGenAI.Invocations;
using OtelGenAI.Pricing;

namespace OtelGenAI.Cost;

/// <summary>Writes on spans of model calls what the call cost, when that is asked for. Thread-safe.</summary>
/// <remarks>By the same table and arithmetic as the collector (decision 0040): <c>CallCostTests</c> compares the two.</remarks>
internal static class CallCosts
{
    private static PriceBook? s_prices;

    /// <summary>Which table is in force; <see langword="null"/> when no cost is written.</summary>
    public static string? TableVersion => Volatile.Read(ref s_prices)?.Version;

    /// <summary>Sets the prices.</summary>
    /// <param name="prices"><see langword="null"/> for no cost on any span.</param>
    public static void Use(PriceBook? prices) => Volatile.Write(ref s_prices, prices);

    /// <summary>The prices that options ask for; <see langword="null"/> for none.</summary>
    /// <exception cref="FormatException">The file of prices cannot be read, or is not right; the message names file and line.</exception>
    public static PriceBook? BookOf(GenAIInstrumentationOptions options)
    {
        if (!options.RecordCost || string.IsNullOrEmpty(options.PriceFile))
        {
            return options.RecordCost ? PriceBook.BuiltIn : null;
        }

        try
        {
            return PriceBook.Read(File.ReadAllBytes(options.PriceFile), options.PriceFile, PriceBook.BuiltIn);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{options.PriceFile} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the cost of a call, if its model has a price, its tokens are known, and nobody has said it.</summary>
    /// <param name="activity">A span with everything that is known of the call.</param>
    /// <param name="duration">How long the call took: the day it ended on decides the price.</param>
    public static void Write(Activity activity, TimeSpan duration)
    {
        if (Volatile.Read(ref s_prices) is not { } prices || !Operations.IsModelCall(activity.GetTagItem(GenAIAttributes.OperationName) as string) ||
            activity.GetTagItem(OtelGenAIAttributes.CostTotal) is not null)
        {
            return;
        }

        var call = CallFigures.Read(activity, activity.StartTimeUtc + duration);
        if (prices.CostOf(in call) is { } cost)
        {
            activity.SetTag(OtelGenAIAttributes.CostTotal, (double)cost.Usd);
        }
        else if (activity.IsStopped && !call.Tokens.IsEmpty)
        {
            // Asked once before the span stops, for the event, and once after.
            InstrumentationReport.Count(
                InstrumentationReport.Chapter.LeftOut, call.Provider, call.ResponseModel ?? call.RequestModel, "no cost: the price table has no price for it");
        }
    }
}
