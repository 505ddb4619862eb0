using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.TextIndex;

namespace OtelGenAI.Storage.Tests.Sqlite;

public sealed class SegmentCacheTests
{
    // A block is closed by the segment that makes it large enough.
    private const int LargestBlock = SegmentCompaction.BlockBytes + (256 * 1024);

    [Fact]
    public void A_block_is_decompressed_once_for_who_indexes_words_and_for_who_reads()
    {
        Assert.All([DayTextIndexer.MaxSegmentBytes, new SqliteStoreOptions().MaxCachedSegmentBytes], maxBytes =>
        {
            var segments = FileSegments.While(new DayFile("2026-01-02.db", new DateOnly(2026, 1, 2)), maxBytes);

            segments.Add(1, isBlock: true, new byte[LargestBlock]);
            segments.Add(40, isBlock: true, new byte[LargestBlock]);

            Assert.NotNull(segments.Find(1, isBlock: true));
            Assert.NotNull(segments.Find(40, isBlock: true));
        });
    }

    [Fact]
    public void What_is_larger_than_half_of_all_takes_nothing_elses_place()
    {
        var segments = FileSegments.While(new DayFile("2026-01-02.db", new DateOnly(2026, 1, 2)), maxBytes: 1_000);
        segments.Add(1, isBlock: false, new byte[400]);

        segments.Add(2, isBlock: false, new byte[501]);

        Assert.NotNull(segments.Find(1, isBlock: false));
        Assert.Null(segments.Find(2, isBlock: false));
    }
}
