namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>What a day file holds: each signal has files of its own, so that one that is damaged or large is no other's trouble.</summary>
/// <param name="Extension">End of the file's name, behind the day.</param>
/// <param name="ApplicationId">Tells these files from any other SQLite file.</param>
/// <param name="Version">Version of the tables that this program writes and reads, in <c>user_version</c>.</param>
/// <param name="Tables">Statements that make the tables.</param>
internal sealed record DayFileKind(string Extension, int ApplicationId, int Version, IReadOnlyList<string> Tables)
{
    /// <summary>Statements that make a file of each earlier version, from 1 on, one of the next; as many as the version is above 1.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Upgrades { get; init; } = [];
}
