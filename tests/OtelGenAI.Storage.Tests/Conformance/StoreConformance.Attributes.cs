using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Tests.Conformance;

/// <summary>The attribute catalogue: what arrives, of what type, how often, with which values; never what somebody said.</summary>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task Attributes_are_counted_by_type_and_service_with_their_values()
    {
        await AppendAttributes(trace: 1, service: "a", ("region", "eu"), ("retries", 3L), ("ok", true));
        await AppendAttributes(trace: 2, service: "a", ("region", "eu"), ("retries", 1.5));
        await AppendAttributes(trace: 3, service: "b", ("region", "us"));

        var uses = await Attributes(new AttributeQuery { WithValues = true });

        Assert.Equal(
            [
                "region String a 2: eu 2", "ok Boolean a 1: true 1", "region String b 1: us 1", "retries Int a 1: 3 1", "retries Double a 1: 1.5 1",
            ],
            uses.Items.Select(use => $"{use.Key} {use.Type} {use.Service} {use.Count}: {string.Join(' ', use.Values.Select(value => $"{value.Key} {value.Value}"))}"));
        Assert.Equal(["region"], (await Attributes(new AttributeQuery { KeyPrefix = "reg", Service = "b" })).Items.Select(use => use.Key));
        Assert.Equal((Some.Second(1), Some.Second(2)), (uses.Items[0].FirstUnixNano, uses.Items[0].LastUnixNano));
    }

    [Fact]
    public async Task Tags_and_metadata_are_counted_in_whatever_way_they_came_and_listed_when_they_are_asked_for()
    {
        await Store.Append(
            Some.Span(trace: 1, id: 1) with { Labels = """{"tags":["draft","eu"],"metadata":{"region":"eu","n":3,"nested":{"a":1}}}""" },
            Some.Span(trace: 1, id: 2) with { Labels = """{"tags":["draft"]}""", Resource = new ResourceSpec("labelled") { Labels = """{"tags":["resource"]}""" } },
            Some.Span(trace: 2, id: 1) with { Labels = $$$"""{"metadata":{"note":"{{{new string('x', 65)}}}"}}""" });

        var uses = (await Attributes(new AttributeQuery { Source = AttributeSource.Label, WithValues = true })).Items;

        Assert.Equal(
            ["tag 4: draft 2, eu 1, resource 1", "metadata.n 1: 3 1", "metadata.note 1: ", "metadata.region 1: eu 1"],
            uses.Select(use => $"{use.Key} {use.Count}: {string.Join(", ", use.Values.Select(value => $"{value.Key} {value.Value}"))}"));
        Assert.DoesNotContain((await Attributes(new AttributeQuery())).Items, use => use.Key == CatalogueLabels.Tag);
    }

    [Fact]
    public async Task A_retry_is_not_counted_again()
    {
        await AppendAttributes(trace: 1, service: "a", ("region", "eu"));
        await AppendAttributes(trace: 1, service: "a", ("region", "eu"));

        Assert.Equal(1, Assert.Single((await Attributes(new AttributeQuery())).Items).Count);
    }

    [Fact]
    public async Task Of_content_and_of_long_texts_no_value_is_kept()
    {
        await AppendAttributes(
            trace: 1, service: "a", (GenAIAttributes.InputMessages, "secret"), (ConventionRegistry.NumberedPrefixes[0].Prefix + ".0.content", "secret"),
            ("note", new string('x', 65)));

        var uses = (await Attributes(new AttributeQuery { WithValues = true })).Items;
        Assert.All(uses, use => Assert.Empty(use.Values));
        Assert.Equal(2, uses.Count(use => use.IsContent));
        Assert.Equal(1, uses.Single(use => use.Key == "note").OtherCount);
    }

    [Fact]
    public async Task Values_that_are_new_every_time_are_not_kept_and_frequent_ones_are()
    {
        for (var at = 0; at < 100; at++)
        {
            await AppendAttributes(trace: at, service: "a", ("id", $"{at}"), ("rarely", at < 90 ? "same" : $"{at}"));
        }

        var uses = (await Attributes(new AttributeQuery { WithValues = true })).Items.ToDictionary(use => use.Key);
        Assert.Equal((100, 90), (uses["rarely"].Count, uses["rarely"].Values[0].Value));

        // A day has too few of them here for the engine that has a day for each append.
        Assert.True(uses["id"].HasTooManyValues || this is Sqlite.SqliteRolloverConformanceTests);
        Assert.True(uses["id"].Values.Count <= 64);
    }

    [Fact]
    public async Task A_deletion_leaves_no_value_behind()
    {
        await AppendAttributes(trace: 1, service: "a", ("region", "eu"));

        await Removal.DeleteTraceAsync(Some.Tenant, Some.TraceId(1), CancellationToken.None);

        Assert.Empty((await Attributes(new AttributeQuery())).Items);
    }

    private Task<AttributeAnswer> Attributes(AttributeQuery query) =>
        ((IAttributeCatalogue)Store).ListAttributesAsync(Some.Tenant, query, CancellationToken.None);

    private Task<AppendResult> AppendAttributes(int trace, string service, params (string Key, object Value)[] attributes)
    {
        var batch = Some.Batch(Some.Span(trace, start: trace) with { Resource = new ResourceSpec(service) });
        foreach (var (key, value) in attributes)
        {
            var keyRange = batch.AddBytes(Encoding.UTF8.GetBytes(key));
            var text = value is string some ? batch.AddBytes(Encoding.UTF8.GetBytes(some)) : default;
            ref var row = ref batch.AddAttribute();
            row.KeyId = batch.Keys.Intern(key);
            row.Key = keyRange;
            row.Text = text;
            (row.Type, row.Bits) = value switch
            {
                long number => (ValueType.Int, number),
                double number => (ValueType.Double, BitConverter.DoubleToInt64Bits(number)),
                bool flag => (ValueType.Boolean, flag ? 1 : 0),
                _ => (ValueType.String, 0L),
            };
        }

        batch.Spans[0].Attributes = new RowRange(0, attributes.Length);
        return Store.AppendAsync(Some.Tenant, batch, CancellationToken.None);
    }
}
