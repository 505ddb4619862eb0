using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Tests;

public sealed class RegistryLoaderTests
{
    private const string Operations =
        "attributes:\n  - { name: gen_ai.operation.name, type: string, stability: development, since: core 1.27.0, brief: Operation., values: [chat] }\n";

    [Fact]
    public void A_correct_registry_has_no_problems() => Assert.Empty(Problems(Operations + Attribute("a.b") + """
        spans:
          - type: s
            brief: Span.
            since: core 1.0.0
            kinds: [client]
            names: ["chat {a.b}"]
            operations: [chat]
            attributes: { required: [a.b] }
        """));

    [Theory]
    [InlineData("- { name: a.b, stability: stable, since: core 1.0.0, brief: B. }", "a.b: 'type' is missing.")]
    [InlineData("- { name: a.b, type: text, stability: stable, since: core 1.0.0, brief: B. }", "a.b: 'type' is 'text'; it must be one of string, int")]
    [InlineData("- { name: a.b, type: int, stability: firm, since: core 1.0.0, brief: B. }", "a.b: 'stability' is 'firm'; it must be one of")]
    [InlineData("- { name: a.b, type: int, stability: stable, since: core 1.0.0, brief: B., uint: s }", "a.b: 'uint' is not a known key here.")]
    [InlineData("- { name: a.b, type: int, stability: stable, since: core 1.0.0, brief: B., sensitive: maybe }", "a.b: 'sensitive' is 'maybe'; write true")]
    [InlineData("- { name: a.b, type: int, stability: stable, since: core 1.0.0, brief: B., values: [c] }", "a.b: has values and type int;")]
    [InlineData("- { name: a.b, type: string, stability: stable, since: core 1.0.0, brief: B., values: c }", "a.b: 'values' must be a list.")]
    [InlineData("- { name: a.b, type: string, stability: stable, since: core 1.0.0, brief: B., values: [[c]] }", "a.b: 'values' has an item of the wrong shape.")]
    [InlineData("- { name: a.b, type: string, stability: stable, since: core 1.0.0, brief: B., values: [x.y, x_y] }", "a.b: has values x.y and x_y, which would be the same constant.")]
    [InlineData("- { name: a.b, type: int, stability: stable, since: core 1.0.0, brief: B., subset_of: [c.d] }", "a.b: names 'c.d' in subset_of, which is not an attribute.")]
    [InlineData("- { name: a.b, type: int, stability: stable, since: core 1.0.0, brief: B., deprecated: true }", "a.b: is deprecated, but no entry of renamed_attributes")]
    [InlineData("- just text", "attributes: has an entry that is not a mapping.")]
    public void A_wrong_attribute_is_reported(string entry, string problem) => Assert.Contains(problem, Only(Operations + "  " + entry), StringComparison.Ordinal);

    [Fact]
    public void A_second_attribute_of_the_same_name_is_reported_even_from_another_file()
    {
        var loaded = RegistryLoader.Load(
        [
            new RegistryFile("one.yaml", "attributes:\n" + Attribute("a.b")),
            new RegistryFile("two.yaml", "attributes:\n" + Attribute("a.b")),
        ]);

        Assert.Equal("two.yaml(2): error CONV001: a.b: is a second attribute of this name.", Assert.Single(loaded.Problems).ToString());
    }

    [Fact]
    public void Two_names_that_would_be_one_constant_are_reported() => Assert.Contains(
        "a.b.c: would be the same constant as a.b_c.", Only("attributes:\n" + Attribute("a.b_c") + Attribute("a.b.c")), StringComparison.Ordinal);

    [Theory]
    [InlineData("attributes: { required: [c.d] }", "s: names 'c.d' in attributes, which is not an attribute.")]
    [InlineData("attributes: { conditionally_required: [a.b] }", "s: requires 'a.b' conditionally, but gives no condition.")]
    [InlineData("attributes: { required: [a.b], recommended: [a.b] }", "s: lists attribute 'a.b' more than once.")]
    [InlineData("attributes: { mandatory: [a.b] }", "s: 'mandatory' is not a known key here.")]
    [InlineData("sampling_relevant: [c.d]", "s: names 'c.d' in sampling_relevant, which is not an attribute.")]
    public void A_wrong_attribute_of_a_span_is_reported(string line, string problem) => Assert.Contains(
        problem,
        Only(Operations + Attribute("a.b") + "spans:\n  - { type: s, brief: B., since: core 1.0.0, kinds: [client], names: [chat], operations: [chat], " + line + " }"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("kinds: [client], names: ['chat {c.d}'], operations: [chat]", "s: names 'c.d' in names, which is not an attribute.")]
    [InlineData("kinds: [client], names: [chat], operations: [dance]", "s: names operation 'dance', which is not a value of gen_ai.operation.name.")]
    [InlineData("kinds: [sideways], names: [chat], operations: [chat]", "s: 'kinds' has 'sideways'; it must be one of internal, client, server.")]
    [InlineData("names: [chat], operations: [chat]", "s: needs at least one each of kinds, names and operations.")]
    public void A_wrong_span_is_reported(string keys, string problem) => Assert.Contains(
        problem, Only(Operations + "spans:\n  - { type: s, brief: B., since: core 1.0.0, " + keys + " }"), StringComparison.Ordinal);

    [Fact]
    public void A_refinement_of_nothing_is_reported() => Assert.Contains(
        "r: refines 's', which is not a span.", Only("refinements:\n  - { type: r, brief: B., since: core 1.0.0, refines: s }"), StringComparison.Ordinal);

    [Theory]
    [InlineData("instrument: histogram, buckets: [1, 1]", "m: has buckets that are not ascending.")]
    [InlineData("instrument: histogram", "m: must have buckets exactly if it is a histogram.")]
    [InlineData("instrument: counter, buckets: [1, 2]", "m: must have buckets exactly if it is a histogram.")]
    [InlineData("instrument: histogram, buckets: [one]", "m: 'buckets' has 'one', which is not a number.")]
    [InlineData("instrument: gauge", "m: 'instrument' is 'gauge'; it must be one of counter, histogram.")]
    [InlineData("instrument: counter, deprecated: true", "m: is deprecated, but no entry of renamed_metrics")]
    public void A_wrong_metric_is_reported(string keys, string problem) => Assert.Contains(
        Problems("metrics:\n  - { name: m, brief: B., since: core 1.0.0, unit: s, value_type: int, " + keys + " }"),
        found => found.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("severity: loud", "e: has severity 'loud'; it must be one of trace, debug")]
    [InlineData("attributes_of: s", "e: has attributes_of 's', which is not a span.")]
    [InlineData("deprecated: true", "e: is deprecated, but no entry of renamed_events")]
    public void A_wrong_event_is_reported(string key, string problem) => Assert.Contains(
        problem, Only("events:\n  - { name: e, brief: B., since: core 1.0.0, " + key + " }"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{ from: x.y, to: c.d, since: core 1.0.0, dialect: D }", "x.y: names 'c.d', which is not a current attribute.")]
    [InlineData("{ from: x.y, to: a.b, since: core 1.0.0 }", "x.y: is neither a deprecated attribute nor marked with the dialect")]
    [InlineData("{ from: a.b, to: a.b, since: core 1.0.0 }", "a.b: is a current attribute;")]
    [InlineData("{ from: x.y, since: core 1.0.0, dialect: D, values: [{ from: a, to: b, since: core 1.0.0 }] }", "x.y: renames values, but the attribute has no successor.")]
    [InlineData("{ from: x.y, to: a.b, since: core 1.0.0, dialect: D, values: [{ from: a, to: b, since: core 1.0.0 }] }", "x.y: maps 'a' to 'b', which is not a value of a.b.")]
    public void A_wrong_rename_is_reported(string entry, string problem) => Assert.Contains(
        problem, Only("attributes:\n" + Attribute("a.b") + "renamed_attributes:\n  - " + entry), StringComparison.Ordinal);

    [Theory]
    [InlineData("renamed_metrics:\n  - { from: m, since: core 1.0.0 }", "m: is not a metric.")]
    [InlineData("renamed_events:\n  - { from: e, since: core 1.0.0 }", "e: is not a deprecated event.")]
    [InlineData("numbered_prefixes:\n  - { prefix: p, to: c.d, dialect: D }", "p: names 'c.d', which is not a current attribute.")]
    [InlineData("entities:\n  - { type: t, brief: B., since: core 1.0.0, identity: [c.d] }", "t: names 'c.d' in identity or description")]
    [InlineData("flavours: []", "flavours: is not a known section.")]
    [InlineData("spans: many", "spans: must be a list of entries.")]
    [InlineData("just text", "file: must hold one mapping of sections.")]
    [InlineData("a: [", "file: is not YAML")]
    [InlineData("attributes: []\nattributes: []", "file: is not YAML")]
    public void A_wrong_section_is_reported(string yaml, string problem) => Assert.Contains(problem, Only(yaml), StringComparison.Ordinal);

    [Fact]
    public void A_conditional_rename_without_operations_is_reported() => Assert.Contains(
        "a.b: needs operations;",
        Only("attributes:\n" + Attribute("a.b") + "conditionally_renamed_attributes:\n  - { from: a.b, to: a.b, since: core 1.0.0 }"),
        StringComparison.Ordinal);

    [Fact]
    public void All_problems_are_reported_at_once_with_file_and_line()
    {
        var problems = Problems("""
            attributes:
              - name: a.b
                type: text
                stability: stable
                since: core 1.0.0
                brief: B.
              - name: c.d
                type: int
                stability: stable
                brief: B.
            """);

        Assert.Equal(2, problems.Count);
        Assert.StartsWith("test.yaml(2): error CONV001: a.b: 'type' is 'text'", problems[0], StringComparison.Ordinal);
        Assert.Equal("test.yaml(7): error CONV001: c.d: 'since' is missing.", problems[1]);
    }

    private static string Attribute(string name) => $"  - {{ name: {name}, type: string, stability: stable, since: core 1.0.0, brief: B. }}\n";

    private static string Only(string yaml) => Assert.Single(Problems(yaml));

    private static List<string> Problems(string yaml) =>
        [.. RegistryLoader.Load([new RegistryFile("test.yaml", yaml)]).Problems.Select(problem => problem.ToString())];
}
