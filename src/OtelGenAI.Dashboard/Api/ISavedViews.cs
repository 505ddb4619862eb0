using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Keeps searches that somebody wants to come back to. Tenants never see each other's. Thread-safe.</summary>
public interface ISavedViews
{
    /// <summary>Lists the views that a reader sees, by name: those of everybody, and the reader's own.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="owner">The reader; empty where nobody needs a key.</param>
    /// <exception cref="SavedViewException">They cannot be read.</exception>
    IReadOnlyList<SavedView> List(TenantId tenant, string owner);

    /// <summary>Saves a view; one of its name takes its place.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="view">The view.</param>
    /// <returns><see langword="false"/> when there are as many as there may be; nothing was saved then. Otherwise it is durable.</returns>
    /// <exception cref="SavedViewException">It cannot be written.</exception>
    bool Save(TenantId tenant, SavedView view);

    /// <summary>Removes a view; one that is not there is no error.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="owner">The reader whose own it is; <see langword="null"/> for one of everybody.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="SavedViewException">It cannot be written.</exception>
    void Remove(TenantId tenant, string? owner, string name);
}

/// <summary>A search to come back to.</summary>
/// <param name="Owner">Who alone sees it; <see langword="null"/> for everybody of the tenant.</param>
/// <param name="Name">Its name, unique among those of its owner.</param>
/// <param name="Url">The address in the pages: query and range.</param>
/// <param name="Columns">Keys of the columns that are shown.</param>
public sealed record SavedView(string? Owner, string Name, string Url, IReadOnlyList<string> Columns);

/// <summary>The views cannot be read or written; the message names the file.</summary>
public sealed class SavedViewException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What cannot be done, and with which file.</param>
    /// <param name="inner">Why.</param>
    public SavedViewException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
