using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Writing;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>The files of one tenant, and who writes them.</summary>
/// <param name="Files">The day files.</param>
/// <param name="Writer">Their writer.</param>
internal sealed record SqliteTenant(TenantFiles Files, TenantWriter<PendingAppend> Writer);
