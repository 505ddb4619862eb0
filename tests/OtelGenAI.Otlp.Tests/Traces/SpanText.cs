using System.Globalization;
using System.Text;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Otlp.Tests.Traces;

/// <summary>Everything that rows say about a span, as one line; once from our rows, once from Google.Protobuf's objects.</summary>
internal static class SpanText
{
    public static List<string> Of(TelemetryBatch batch)
    {
        List<string> lines = [];
        foreach (var span in batch.Spans)
        {
            var resource = batch.Resources[span.ResourceIndex];
            var scope = batch.Scopes[span.ScopeIndex];
            Assert.Equal(span.ResourceIndex, scope.ResourceIndex);
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"resource {batch.Text(resource.SchemaUrl)} {Attributes(batch, resource.Attributes)} ");
            text.Append(CultureInfo.InvariantCulture, $"scope {batch.Text(scope.SchemaUrl)} {batch.Text(scope.Name)} {batch.Text(scope.Version)} {Attributes(batch, scope.Attributes)} ");
            text.Append(CultureInfo.InvariantCulture, $"span {span.TraceId} {span.SpanId} {span.ParentSpanId} {batch.Text(span.Name)} {batch.Text(span.TraceState)} {span.SpanKind} {span.StartUnixNano} {span.EndUnixNano} {span.Flags} {span.DroppedAttributes} ");
            text.Append(CultureInfo.InvariantCulture, $"status {span.StatusCode} {batch.Text(span.StatusMessage)} {Attributes(batch, span.Attributes)} ");
            foreach (var one in batch.Events.Slice(span.Events.First, span.Events.Count))
            {
                text.Append(CultureInfo.InvariantCulture, $"event {one.TimeUnixNano} {batch.Text(one.Name)} {Attributes(batch, one.Attributes)} ");
            }

            foreach (var link in batch.Links.Slice(span.Links.First, span.Links.Count))
            {
                text.Append(CultureInfo.InvariantCulture, $"link {link.TraceId} {link.SpanId} {Attributes(batch, link.Attributes)} ");
            }

            lines.Add(text.ToString());
        }

        return lines;
    }

    public static List<string> Of(ExportTraceServiceRequest request, out int rejected)
    {
        List<string> lines = [];
        rejected = 0;
        foreach (var resource in request.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                foreach (var span in scope.Spans)
                {
                    if (!IsAcceptable(span))
                    {
                        rejected++;
                        continue;
                    }

                    lines.Add(Line(resource, scope, span));
                }
            }
        }

        return lines;
    }

    public static bool IsAcceptable(Span span) =>
        Telemetry.TraceId.TryRead(span.TraceId.Span, out _) && Telemetry.SpanId.TryRead(span.SpanId.Span, out _) && span.ParentSpanId.Length is 0 or 8;

    private static string Line(ResourceSpans resource, ScopeSpans scope, Span span)
    {
        Telemetry.TraceId.TryRead(span.TraceId.Span, out var traceId);
        Telemetry.SpanId.TryRead(span.SpanId.Span, out var spanId);
        Telemetry.SpanId.TryRead(span.ParentSpanId.Span, out var parent);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"resource {resource.SchemaUrl} {Attributes(resource.Resource?.Attributes)} ");
        text.Append(CultureInfo.InvariantCulture, $"scope {scope.SchemaUrl} {scope.Scope?.Name} {scope.Scope?.Version} {Attributes(scope.Scope?.Attributes)} ");
        text.Append(CultureInfo.InvariantCulture, $"span {traceId} {spanId} {parent} {span.Name} {span.TraceState} {(int)span.Kind} {span.StartTimeUnixNano} {span.EndTimeUnixNano} {span.Flags} {span.DroppedAttributesCount} ");
        text.Append(CultureInfo.InvariantCulture, $"status {(int)(span.Status?.Code ?? 0)} {span.Status?.Message} {Attributes(span.Attributes)} ");
        foreach (var one in span.Events)
        {
            text.Append(CultureInfo.InvariantCulture, $"event {one.TimeUnixNano} {one.Name} {Attributes(one.Attributes)} ");
        }

        foreach (var link in span.Links)
        {
            Telemetry.TraceId.TryRead(link.TraceId.Span, out var linkedTrace);
            Telemetry.SpanId.TryRead(link.SpanId.Span, out var linkedSpan);
            text.Append(CultureInfo.InvariantCulture, $"link {linkedTrace} {linkedSpan} {Attributes(link.Attributes)} ");
        }

        return text.ToString();
    }

    public static string Attributes(TelemetryBatch batch, RowRange range) =>
        "[" + string.Join(",", batch.Attributes.Slice(range.First, range.Count).ToArray().Select(row => Pair(batch, row))) + "]";

    private static string Pair(TelemetryBatch batch, ValueRow row)
    {
        if (row.KeyId != AttributeKeyTable.NotInterned)
        {
            Assert.True(batch.Keys.Matches(row.KeyId, batch.Bytes(row.Key)));
        }

        return $"{batch.Text(row.Key)}={Value(batch, row)}";
    }

    public static string Value(TelemetryBatch batch, ValueRow row)
    {
        var children = batch.NestedValues.Slice(row.Children.First, row.Children.Count).ToArray();
        return row.Type switch
        {
            ValueType.Empty => "empty",
            ValueType.String => $"'{batch.Text(row.Text)}'",
            ValueType.Boolean => row.Bits == 0 ? "false" : "true",
            ValueType.Int => row.Bits.ToString(CultureInfo.InvariantCulture),
            ValueType.Double => Double(row.AsDouble),
            ValueType.Array => "(" + string.Join(",", children.Select(child => Value(batch, child))) + ")",
            ValueType.KeyValueList => "{" + string.Join(",", children.Select(child => Pair(batch, child))) + "}",
            ValueType.Bytes => "0x" + Convert.ToHexString(batch.Bytes(row.Text)),
            ValueType.TooDeep => "too deep",
            _ => throw new InvalidOperationException($"{row.Type}"),
        };
    }

    public static string Attributes(IEnumerable<KeyValue>? attributes) =>
        "[" + string.Join(",", (attributes ?? []).Select(Pair)) + "]";

    private static string Pair(KeyValue pair) => $"{pair.Key}={Value(pair.Value)}";

    public static string Value(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => $"'{value.StringValue}'",
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => Double(value.DoubleValue),
        AnyValue.ValueOneofCase.ArrayValue => "(" + string.Join(",", value.ArrayValue.Values.Select(Value)) + ")",
        AnyValue.ValueOneofCase.KvlistValue => "{" + string.Join(",", value.KvlistValue.Values.Select(Pair)) + "}",
        AnyValue.ValueOneofCase.BytesValue => "0x" + Convert.ToHexString(value.BytesValue.Span),
        _ => "empty",
    };

    private static string Double(double value) => "d" + value.ToString("R", CultureInfo.InvariantCulture);
}
