using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using OtelGenAI.Storage.Sqlite;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Runs all tests on the packaged library: <c>OTELGENAI_TEST_SQLITE=Packaged dotnet test</c>. A process has one library only.</summary>
internal static class ChosenLibrary
{
    public static SqliteLibraryChoice Choice { get; } =
        Enum.TryParse<SqliteLibraryChoice>(Environment.GetEnvironmentVariable("OTELGENAI_TEST_SQLITE"), out var choice) ? choice : default;

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Whichever test comes first would decide otherwise.")]
    internal static void Load() => SqliteLibrary.Load(Choice);
}
