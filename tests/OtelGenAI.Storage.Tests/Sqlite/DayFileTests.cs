using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Storage.Tests.Sqlite;

public class DayFileTests
{
    [Fact]
    public void The_ids_of_a_file_are_read_once_and_not_for_the_first_questions()
    {
        var file = new DayFile("2026-01-02.db", new DateOnly(2026, 1, 2));
        var reads = 0;
        for (var question = 1; question <= DayFile.QuestionsBeforeIds; question++)
        {
            Assert.True(file.MayHave(Some.TraceId(question), ReadIds));
        }

        Assert.Equal(0, reads);
        Assert.True(file.MayHave(Some.TraceId(7), ReadIds));
        Assert.False(file.MayHave(Some.TraceId(8), ReadIds));
        Assert.Equal(1, reads);

        TraceIdFilter ReadIds()
        {
            reads++;
            var ids = new TraceIdFilter(expectedIds: 1);
            ids.Add(Some.TraceId(7));
            return ids;
        }
    }
}
