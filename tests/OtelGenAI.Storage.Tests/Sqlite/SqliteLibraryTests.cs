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
    public void A_version_without_it_does_not()
    {
        Assert.Empty(new SqliteLibrary(new Version(3, 51, 3), "system").KnownDefects);
        Assert.Empty(new SqliteLibrary(new Version(3, 54, 1), "system").KnownDefects);
        Assert.Empty(new SqliteLibrary(new Version(3, 50, 7), "system").KnownDefects);
        Assert.Empty(new SqliteLibrary(new Version(3, 44, 6), "system").KnownDefects);
        Assert.Empty(new SqliteLibrary(new Version(4, 0, 0), "system").KnownDefects);
    }
}
