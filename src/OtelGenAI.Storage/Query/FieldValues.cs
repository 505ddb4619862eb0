using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Query;

/// <summary>Compares the values that a trace or span has in a field with those that are asked for.</summary>
internal static class FieldValues
{
    /// <summary>Whether a trace has one; of fields that only spans have, whether any of its spans has.</summary>
    public static bool Matches(QueryNode.FieldHas node, TraceAnswers trace)
    {
        var field = node.Field;
        if (field.IsLabel)
        {
            return MatchesLabel(node, trace.Summary);
        }

        if (field.Name == QueryFields.Score)
        {
            return trace.Scores.Any(score => Matches(node, score));
        }

        if (!field.IsInPayload && field.IsOfTrace)
        {
            return Matches(node, trace.Summary);
        }

        for (var span = 0; span < trace.Spans.Count; span++)
        {
            if (Matches(node, trace, span))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a span has one.</summary>
    public static bool Matches(QueryNode.FieldHas node, TraceAnswers trace, int span) => node.Field.Name switch
    {
        QueryFields.Tag or QueryFields.Metadata => MatchesLabel(node, trace.Summary),
        QueryFields.Score => trace.Scores.Any(score => IsOf(score, trace.Spans[span]) && Matches(node, score)),
        QueryFields.ToolResult => trace.ToolResults(span).Any(node.Matches),
        QueryFields.Attribute when trace.Open(span) is { Spans.Length: > 0 } batch => MatchesAttribute(node, batch, batch.Spans[0].Attributes),
        QueryFields.Resource when trace.Open(span) is { Resources.Length: > 0 } batch => MatchesAttribute(node, batch, batch.Resources[0].Attributes),
        QueryFields.Attribute or QueryFields.Resource => false,
        _ => Matches(node, trace.Spans[span], trace.Summary),
    };

    /// <summary>Whether the line of a trace has one.</summary>
    public static bool Matches(QueryNode.FieldHas node, TraceSummary trace)
    {
        var field = node.Field;
        if (field.TraceNumber is { } number)
        {
            return number(trace) is { } value && node.Matches(value);
        }

        if (field.TraceText is { } text)
        {
            return Matches(node, text(trace));
        }

        foreach (var one in field.TraceTexts!(trace))
        {
            if (Matches(node, one))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a span has the value that the span outside has, and both have one.</summary>
    public static bool AreSame(QueryNode.Same same, TraceAnswers trace, int span, int outside)
    {
        var (x, y) = (trace.Spans[span], trace.Spans[outside]);
        return same.Field.SpanNumber is { } number ? number(x) is { } value && value == same.Outside.SpanNumber!(y)
            : Texts(same.Outside, y).ToList() is { Count: > 0 } texts && (same.Field.Name == QueryFields.ToolResult ? trace.ToolResults(span) : Texts(same.Field, x)).Intersect(texts).Any();
    }

    private static IEnumerable<string> Texts(QueryField field, SpanRecord span) =>
        field.SpanText is { } text ? text(span) is { Length: > 0 } one ? [one] : [] : field.SpanTexts!(span);

    // An evaluator may know the answer and not the span.
    private static bool IsOf(TraceScore score, SpanRecord span) =>
        score.SpanId == span.SpanId || (score.SpanId.IsNone && score.ResponseId is { } response && response == span.ResponseId);

    private static bool Matches(QueryNode.FieldHas node, SpanRecord span, TraceSummary trace)
    {
        var field = node.Field;
        if (field.SpanNumber is { } number)
        {
            return number(span) is { } value && node.Matches(value);
        }

        if (field.SpanText is { } text)
        {
            return Matches(node, text(span) is { Length: > 0 } one ? one : field.IsShared ? field.TraceText!(trace) : null);
        }

        return field.SpanTexts!(span).Any(node.Matches);
    }

    private static bool Matches(QueryNode.FieldHas node, string? text) => !string.IsNullOrEmpty(text) && node.Matches(text);

    private static bool Matches(QueryNode.FieldHas node, TraceScore score) =>
        score.Name.Equals(node.Key, StringComparison.OrdinalIgnoreCase) &&
        ((score.Value is { } value && node.Matches(value)) || (score.Label is { } label && node.Matches(label)));

    private static bool MatchesLabel(QueryNode.FieldHas node, TraceSummary trace) => node.Field.Name == QueryFields.Tag
        ? trace.Tags.Any(node.Matches)
        : trace.Metadata.TryGetValue(node.Key!, out var value) && Matches(node, value);

    private static bool Matches(QueryNode.FieldHas node, JsonNode? value) => value switch
    {
        JsonArray array => array.Any(item => Matches(node, item)),
        JsonValue single => single.GetValueKind() switch
        {
            JsonValueKind.Number => double.TryParse(single.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && node.Matches(number),
            JsonValueKind.True => node.Matches("true"),
            JsonValueKind.False => node.Matches("false"),
            _ => node.Matches(single.ToString()),
        },
        _ => false,
    };

    private static bool MatchesAttribute(QueryNode.FieldHas node, TelemetryBatch batch, RowRange attributes)
    {
        var key = Encoding.UTF8.GetBytes(node.Key!);
        foreach (ref readonly var attribute in batch.Attributes.Slice(attributes.First, attributes.Count))
        {
            if (batch.Bytes(attribute.Key).SequenceEqual(key) && Matches(node, batch, in attribute))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(QueryNode.FieldHas node, TelemetryBatch batch, in ValueRow value)
    {
        switch (value.Type)
        {
            case ValueType.String:
                return node.Matches(Encoding.UTF8.GetString(batch.Bytes(value.Text)));
            case ValueType.Boolean:
                return node.Matches(value.Bits != 0 ? "true" : "false");
            case ValueType.Int:
                return node.Matches((double)value.Bits);
            case ValueType.Double:
                return node.Matches(value.AsDouble);
            case ValueType.Array:
                foreach (ref readonly var item in batch.NestedValues.Slice(value.Children.First, value.Children.Count))
                {
                    if (Matches(node, batch, in item))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return node.Tests.Any(test => test is ValueTest.Anything);
        }
    }
}
