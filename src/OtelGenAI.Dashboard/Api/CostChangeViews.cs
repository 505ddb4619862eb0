using System.ComponentModel.DataAnnotations;
using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Why a period cost more, or less, than another.</summary>
/// <param name="Before">The period that is compared with.</param>
/// <param name="After">The period that is asked about.</param>
/// <param name="ChangeUsd">The difference of their costs.</param>
/// <param name="Causes">Parts of the difference; they add up to it.</param>
/// <param name="Users">Users whose cost changed most: another cut through the same difference.</param>
/// <param name="Tools">Tools, those that fail more than before first: an agent repeats what failed.</param>
/// <param name="IsComplete">Whether every trace of both periods was looked at.</param>
internal sealed record CostChangeView(
    CostPeriodView Before, CostPeriodView After, double ChangeUsd, IReadOnlyList<CostCauseView> Causes, IReadOnlyList<CostUserView> Users,
    IReadOnlyList<CostToolView> Tools, bool IsComplete);

/// <summary>A period.</summary>
internal sealed record CostPeriodView(DateTimeOffset From, DateTimeOffset To, double CostUsd, long Traces, long Calls, long UnpricedCalls)
{
    public static CostPeriodView Of((long From, long Before) range, CostPeriod period) => new(
        ApiTime.Of(range.From), ApiTime.Of(range.Before), period.Usd, period.Traces, period.Calls, period.Models.Values.Sum(totals => totals.UnpricedCalls));
}

/// <summary>A part of the difference.</summary>
/// <param name="Cause">traffic, turns, models, context, cache, output, prices or other.</param>
/// <param name="EffectUsd">How much of the difference it makes up.</param>
/// <param name="Before">The figure behind it, before, of models that both periods have; <see langword="null"/> where there is no single one.</param>
/// <param name="After">The figure after.</param>
internal sealed record CostCauseView([property: AllowedValues("traffic", "turns", "models", "context", "cache", "output", "prices", "other")] string Cause, double EffectUsd, double? Before, double? After)
{
    public static IReadOnlyList<CostCauseView> Of(CostChange change, CostPeriod before, CostPeriod after) =>
    [
        new("traffic", change.Traffic, before.Traces, after.Traces),
        new("turns", change.Turns, CallsOfTrace(before), CallsOfTrace(after)),
        new("models", change.Models, Before: null, After: null),
        new("context", change.Context, change.InputOfCall.Before, change.InputOfCall.After),
        new("cache", change.Cache, change.CachedShare.Before, change.CachedShare.After),
        new("output", change.Output, change.OutputOfCall.Before, change.OutputOfCall.After),
        new("prices", change.Prices, Before: null, After: null),
        new("other", change.Other, Before: null, After: null),
    ];

    private static double? CallsOfTrace(CostPeriod period) => period.Traces == 0 ? null : (double)period.Calls / period.Traces;
}

/// <summary>A user's cost in both periods, from the traces that name the user.</summary>
internal sealed record CostUserView(string UserId, double BeforeUsd, double AfterUsd);

/// <summary>A tool's runs and failures in both periods.</summary>
internal sealed record CostToolView(string Tool, long BeforeRuns, long BeforeErrors, long AfterRuns, long AfterErrors)
{
    public static CostToolView Of(string tool, UsageTotals? before, UsageTotals? after) =>
        new(tool, before?.Count ?? 0, before?.Errors ?? 0, after?.Count ?? 0, after?.Errors ?? 0);
}
