using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite.Processes;

/// <summary>
/// Makes the day files that later programs must be able to read: <c>dotnet run --project tests/OtelGenAI.Storage.Tests -- fixture FOLDER</c>,
/// before the schema version changes. The result is committed under <c>Fixtures/version-N</c>.
/// </summary>
internal static class VersionFixture
{
    public const string Name = "fixture";

    /// <summary>What the first day of the fixture was sent.</summary>
    public static IEnumerable<SpanSpec> FirstDay =>
    [
        Some.Span(trace: 1, id: 1, name: "invoke_agent planner", seconds: 60) with { Kind = Telemetry.ObservationKind.Agent, Agent = "planner", User = "u1" },
        Some.Chat(trace: 1, id: 2, parent: 1, start: 1) with { Conversation = "c1", User = "u1" },
        Some.Chat(trace: 2, id: 1, start: 100) with { Conversation = "c2", User = "u2", Status = 2, ErrorType = "timeout" },
    ];

    /// <summary>What the second day was sent: the first trace goes on.</summary>
    public static IEnumerable<SpanSpec> SecondDay => [Some.Chat(trace: 1, id: 3, parent: 1, start: 30) with { Conversation = "c1", User = "u1" }];

    /// <summary>What the first day was sent beside that, from version 8 on.</summary>
    public static LogSpec Log => Some.Log(trace: 1, span: 2, text: "It went on.");

    public static async Task RunAsync(string folder)
    {
        var clock = new ManualClock();
        await using var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder }, clock);
        await store.Append(FirstDay);
        await store.AppendLogs(Log);
        clock.Advance(TimeSpan.FromDays(1));
        await store.Append(SecondDay);
    }
}
