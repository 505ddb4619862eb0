using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage;

/// <summary>What every engine asks of its callers.</summary>
internal static class StoreArguments
{
    /// <summary>Largest page of <see cref="ITraceStore.ListTracesAsync"/>.</summary>
    public const int MaxPage = 1_000;

    /// <summary>Refuses a name that could leave the data folder.</summary>
    /// <exception cref="ArgumentException">The name is not a tenant's.</exception>
    public static void CheckTenant(TenantId tenant)
    {
        if (!TenantId.IsValid(tenant.Name))
        {
            throw new ArgumentException(
                $"'{tenant.Name}' is not a tenant: 1 to {TenantId.MaxLength} characters of a-z 0-9 - _.", nameof(tenant));
        }
    }

    /// <summary>Refuses a batch that no dialect reader has read: its columns would be another batch's.</summary>
    /// <exception cref="ArgumentException">The column tables do not fit the rows.</exception>
    public static void CheckBatch(TelemetryBatch batch)
    {
        if (batch.Columns.Length != batch.Spans.Length || batch.ResourceColumns.Length != batch.Resources.Length)
        {
            throw new ArgumentException("The batch has not been read by a dialect reader.", nameof(batch));
        }
    }

    /// <summary>Refuses a page that is empty or too large.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPage);
    }
}
