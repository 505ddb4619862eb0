using System.Reflection;

namespace OtelGenAI.Collector.Tests.Receivers;

public class RowCoverageTests
{
    private static readonly ILookup<string, string> Tests = typeof(RowCoverageTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => (method.GetCustomAttribute<CoversRowsAttribute>()?.Rows ?? []).Select(row => (row, test: $"{method.DeclaringType!.Name}.{method.Name}")))
        .ToLookup(entry => entry.row, entry => entry.test);

    [Fact]
    public void Every_row_of_bad_inputs_has_a_test_or_a_reason()
    {
        var forgotten = BadInputRows.All.Where(row => !Tests.Contains(row) && !BadInputRows.Excused.ContainsKey(row));

        Assert.Empty(forgotten);
    }

    [Fact]
    public void No_reason_is_left_over_for_a_row_that_has_a_test()
    {
        var leftOver = BadInputRows.Excused.Keys.Where(Tests.Contains);
        var unheardOf = Tests.Select(entry => entry.Key).Except(BadInputRows.All);

        Assert.Empty(leftOver.Concat(unheardOf));
    }
}
