using OtelGenAI.Storage.Sqlite;

namespace OtelGenAI.Storage.Tests.Sqlite;

public sealed class SqliteLibraryTests
{
    [Fact]
    public void A_version_with_the_wal_reset_defect_says_so()
    {
        Assert.NotEmpty(new SqliteLibrary(new Version(3, 35, 5), "packaged").KnownDefects);
        Assert.NotEmpty(new SqliteLibrary(new Version(3, 40, 1), "system").KnownDefects);
        Assert.NotEmpty(new SqliteLibrary(new Version(3, 51, 2), "system").KnownDefects);
        Assert.NotEmpty(new SqliteLibrary(new Version(3, 50, 6), "system").KnownDefects);
    }

    [Fact]
    public void The_packaged_library_is_used_when_it_is_chosen_and_else_the_newest()
    {
        var library = SqliteLibrary.Load(ChosenLibrary.Choice);

        Assert.True(library.Version >= new Version(3, 35, 5), $"{library} is older than the package.");
        Assert.True(ChosenLibrary.Choice == SqliteLibraryChoice.Newest || library.Origin == "packaged", $"{library} is not the packaged one.");
    }

    [Fact]
    public void The_library_says_whether_it_can_index_words()
    {
        var library = SqliteLibrary.Load(ChosenLibrary.Choice);

        Assert.True(library.HasFullText, $"{library}: the packaged library, and those of current systems, have FTS5.");
        Assert.EndsWith("with FTS5 for the index of words", library.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("without FTS5: a search reads traces", new SqliteLibrary(new Version(3, 40, 1), "system").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_choice_of_a_process_wins() =>
        Assert.Same(SqliteLibrary.Load(ChosenLibrary.Choice), SqliteLibrary.Load(SqliteLibraryChoice.Packaged));

    [Fact]
    public void A_version_without_it_does_not()
    {
        Assert.Empty(new SqliteLibrary(new Version(3, 51, 3), "system").KnownDefects);
        Assert.Empty(new SqliteLibrary(new Version(3, 54, 1), "system").KnownDefects);
        Assert.Empty(new SqliteLibrary(new Version(3, 50, 7), "system").KnownDefects);
        Assert.Empty(new SqliteLibrary(new Version(3, 44, 6), "system").KnownDefects);
        Assert.Empty(new SqliteLibrary(new Version(4, 0, 0), "system").KnownDefects);
    }
}
