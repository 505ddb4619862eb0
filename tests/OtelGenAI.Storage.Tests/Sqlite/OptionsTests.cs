using OtelGenAI.Storage.Sqlite;

namespace OtelGenAI.Storage.Tests.Sqlite;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_can_be_used() => Assert.Empty(new SqliteStoreOptions().Problems());

    [Fact]
    public async Task All_problems_are_told_at_once()
    {
        var options = new SqliteStoreOptions { DataFolder = " ", MaxQueuedBatches = 0, QuietAfter = TimeSpan.Zero };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => SqliteTraceStore.OpenAsync(options, TimeProvider.System));

        Assert.Contains("DataFolder must", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("MaxQueuedBatches must", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("QuietAfter must", refusal.Message, StringComparison.Ordinal);
    }
}
