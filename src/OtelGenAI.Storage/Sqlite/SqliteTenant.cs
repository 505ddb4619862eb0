using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Pins;
using OtelGenAI.Storage.Sqlite.Removal;
using OtelGenAI.Storage.Sqlite.Repricing;
using OtelGenAI.Storage.Sqlite.TextIndex;
using OtelGenAI.Storage.Sqlite.Writing;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>The files of one tenant, and who writes them.</summary>
/// <param name="Files">The day files.</param>
/// <param name="Writer">Their writer.</param>
/// <param name="Pins">Which traces stay.</param>
/// <param name="Removal">Takes out of them; where the writer runs.</param>
/// <param name="Repricing">Prices anew what is in them; where the writer runs.</param>
/// <param name="Text">Indexes the words of them; <see langword="null"/> when nobody does.</param>
internal sealed record SqliteTenant(
    TenantFiles Files, TenantWriter<PendingAppend> Writer, PinFile Pins, TenantRemoval Removal, TenantRepricing Repricing, TenantTextIndex? Text) : IStoreTenant
{
    public long QueuedRecords => Writer.QueuedRecords;

    public void CloseIfQuiet() => Writer.CloseIfQuiet();

    public Task<TResult> WhileClosedAsync<TResult>(Func<TResult> work) => Writer.WhileClosedAsync(work);

    public async ValueTask DisposeAsync()
    {
        await (Text?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Writer.DisposeAsync();
    }
}
