using System.Diagnostics.CodeAnalysis;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Runs the queries of a store, so many at once, on threads of the pool. Thread-safe.</summary>
/// <param name="maxAtOnce">See <see cref="SqliteStoreOptions.MaxConcurrentReads"/>.</param>
[SuppressMessage("Design", "CA1001", Justification = "It has no wait handle, and queries under way while the store closes release it.")]
internal sealed class Queries(int maxAtOnce)
{
    private readonly SemaphoreSlim _free = new(maxAtOnce);

    /// <summary>Runs one when its turn comes.</summary>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    /// <exception cref="StoreUnavailableException">A file cannot be read.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<TResult> query, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Run(query, cancellationToken), cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Runs one on this thread, at once.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static TResult Run<TResult>(Func<TResult> query, CancellationToken cancellationToken)
    {
        try
        {
            return query();
        }
        catch (SqliteException failure) when (failure.Result == SqliteResult.Interrupt)
        {
            throw new OperationCanceledException("The query was cancelled.", failure, cancellationToken);
        }
        catch (SqliteException failure)
        {
            throw StoreFailure.Describe(failure.Path, failure);
        }
    }
}
