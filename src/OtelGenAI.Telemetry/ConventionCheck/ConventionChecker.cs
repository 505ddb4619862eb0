using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>Checks spans against the GenAI and MCP conventions, as OpenTelemetry Weaver's live check does for any registry.</summary>
/// <remarks>Thread-safe. Says what is wrong; what is there and right, or of another dialect, is no finding.</remarks>
/// <param name="isContentForbidden">Whether content (prompts, answers, arguments) is a finding.</param>
public sealed class ConventionChecker(bool isContentForbidden)
{
    // A value in a message is somebody's choice: enough to recognise it, never a document.
    private const int MaxShownValue = 60;
    private const int MaxShownValues = 8;
    private const int StatusError = 2;

    private static readonly KnownAttributes Known = new();

    /// <summary>Checks every span of a batch.</summary>
    /// <param name="batch">A batch that a dialect reader has read.</param>
    /// <param name="into">Where findings are counted.</param>
    public void Check(TelemetryBatch batch, FindingCounts into)
    {
        for (var i = 0; i < batch.Spans.Length; i++)
        {
            CheckSpan(batch, i, into);
        }
    }

    private void CheckSpan(TelemetryBatch batch, int spanIndex, FindingCounts into)
    {
        var span = batch.Spans[spanIndex];
        var seen = new SpanNames(batch, in span, Known);
        var place = new Place(
            Encoding.UTF8.GetString(batch.ResourceColumns[span.ResourceIndex].ServiceName.Span), span.TraceId, span.SpanId, into);
        for (var i = span.Attributes.First; i < span.Attributes.First + span.Attributes.Count; i++)
        {
            CheckAttribute(batch, in batch.Attributes[i], seen, place);
        }

        for (var i = span.Events.First; i < span.Events.First + span.Events.Count; i++)
        {
            CheckEvent(Encoding.UTF8.GetString(batch.Bytes(batch.Events[i].Name)), place);
        }

        into.Spans++;
        if (CheckRequired(batch, spanIndex, seen, place) || seen.HasConventionNames)
        {
            into.GenAISpans++;
        }
    }

    private static bool CheckRequired(TelemetryBatch batch, int spanIndex, SpanNames seen, Place place)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        var kind = batch.Columns[spanIndex].Kind;
        if (SpanRequirements.Find(seen.Operation, seen.Has(McpAttributes.MethodName), span.SpanKind) is not { } definition)
        {
            // A model call, a tool, an agent, by some other dialect or by nothing but its name.
            if (seen.Operation is null && kind != ObservationKind.Span && !seen.Has(McpAttributes.MethodName))
            {
                place.Add(ConventionRule.MissingRequired, GenAIAttributes.OperationName, $"{GenAIAttributes.OperationName} is missing on a span of kind {kind.Name}", null);
                return true;
            }

            return false;
        }

        foreach (var name in SpanRequirements.Required(definition, seen, span.StatusCode == StatusError))
        {
            if (!seen.Has(name))
            {
                place.Add(ConventionRule.MissingRequired, name, $"{name} is missing on a {definition.Type} span", null);
            }
        }

        // A name of ids would be a finding of its own each time: the form says enough, and the example has the name.
        if (SpanRequirements.MissedForm(definition, seen, Encoding.UTF8.GetString(batch.Bytes(span.Name))) is { } form)
        {
            place.Add(ConventionRule.SpanName, "", $"a {definition.Type} span is named '{form}'", null);
        }

        var activityKind = SpanRequirements.ToActivityKind(span.SpanKind);
        if (!definition.Kinds.Contains(activityKind))
        {
            place.Add(
                ConventionRule.SpanKind, "", $"a {definition.Type} span is of kind {string.Join(" or ", definition.Kinds).ToLowerInvariant()}, not {activityKind.ToString().ToLowerInvariant()}", null);
        }

        return true;
    }

    private void CheckAttribute(TelemetryBatch batch, in ValueRow attribute, SpanNames seen, Place place)
    {
        var bytes = batch.Bytes(attribute.Key);
        var rename = Known.FindRename(bytes);
        var definition = Known.Find(bytes);
        if (isContentForbidden && (definition?.IsSensitive == true || Known.FindNumbered(bytes) is not null))
        {
            place.Add(ConventionRule.ContentForbidden, Encoding.UTF8.GetString(bytes), $"{Encoding.UTF8.GetString(bytes)} holds content, which the policy of this check forbids", null);
        }

        if (rename is not null || definition?.Deprecated is not null || Known.FindNumbered(bytes) is not null)
        {
            CheckEarlierName(batch, in attribute, rename, definition, place);
            return;
        }

        var name = Encoding.UTF8.GetString(bytes);
        if (definition is null)
        {
            if (Known.IsOurs(bytes))
            {
                place.Add(ConventionRule.UnknownName, name, $"{name} is no attribute of the conventions", null);
            }

            return;
        }

        CheckConditionalRename(name, seen.Operation, place);
        if (!Fits(batch, in attribute, definition.Type))
        {
            place.Add(ConventionRule.WrongType, name, $"{name} is {NameOf(attribute.Type)}; the conventions say {NameOf(definition.Type)}", null);
        }
        else if (attribute.Type == ValueType.String && definition.Values.Count > 0)
        {
            CheckValue(name, Encoding.UTF8.GetString(batch.Bytes(attribute.Text)), definition, place);
        }
    }

    private static void CheckEarlierName(TelemetryBatch batch, in ValueRow attribute, AttributeRename? rename, AttributeDefinition? definition, Place place)
    {
        var name = Encoding.UTF8.GetString(batch.Bytes(attribute.Key));
        var (successor, since) = (rename, definition?.Deprecated) switch
        {
            ({ } known, _) => (known.NewName, known.Since),
            (null, { } deprecated) => (deprecated.Use.Count > 0 ? string.Join(", ", deprecated.Use) : null, deprecated.Since),
            _ => (Known.FindNumbered(batch.Bytes(attribute.Key))!.NewName, null),
        };
        if (successor is null)
        {
            place.Add(ConventionRule.RemovedName, name, $"{name} was removed{Since(since)} and nothing took its place", null);
            return;
        }

        // Numbered names are as many as messages: one finding for all of them.
        var shown = Known.FindNumbered(batch.Bytes(attribute.Key)) is { } numbered ? numbered.Prefix + ".N" : name;
        place.Add(ConventionRule.RenamedName, shown, $"{shown} is {successor} now{Since(since)}", successor);
        if (rename is not null && attribute.Type == ValueType.String &&
            rename.ValueMap.TryGetValue(Encoding.UTF8.GetString(batch.Bytes(attribute.Text)), out var value))
        {
            place.Add(ConventionRule.RenamedValue, name, $"{name} '{Encoding.UTF8.GetString(batch.Bytes(attribute.Text))}' is '{value}' now", value);
        }
    }

    private static void CheckConditionalRename(string name, string? operation, Place place)
    {
        foreach (var rename in ConventionRegistry.ConditionalRenames)
        {
            if (rename.OldName == name && operation is not null && rename.Operations.Contains(operation))
            {
                place.Add(ConventionRule.RenamedName, name, $"{name} is {rename.NewName} now on spans of {operation}{Since(rename.Since)}", rename.NewName);
            }
        }
    }

    private static void CheckValue(string name, string value, AttributeDefinition definition, Place place)
    {
        if (definition.Values.Contains(value) || definition.Values.Contains(ErrorTypeValues.Other))
        {
            return;
        }

        foreach (var rename in ConventionRegistry.ValueRenames)
        {
            if (rename.OldValue == value && definition.Values.Contains(rename.NewValue))
            {
                place.Add(ConventionRule.RenamedValue, name, $"{name} '{value}' is '{rename.NewValue}' now{Since(rename.Since)}", rename.NewValue);
                return;
            }
        }

        var shown = value.Length > MaxShownValue ? value[..MaxShownValue] + "…" : value;
        var known = string.Join(", ", definition.Values.Take(MaxShownValues)) + (definition.Values.Count > MaxShownValues ? " …" : "");
        place.Add(ConventionRule.UnknownValue, name, $"{name} '{shown}' is none of the {definition.Values.Count} known values: {known}", null);
    }

    private static void CheckEvent(string name, Place place)
    {
        if (Known.FindEvent(name) is { } rename)
        {
            var successor = string.Join(" or ", rename.NewAttributes);
            place.Add(ConventionRule.RenamedName, name, $"the event {name} is the attribute {successor} now{Since(rename.Since)}", successor);
        }
    }

    // JavaScript cannot tell 1.0 from 1, so a whole number is a double too.
    private static bool Fits(TelemetryBatch batch, in ValueRow value, AttributeType type) => type switch
    {
        AttributeType.String or AttributeType.TemplateString => value.Type == ValueType.String,
        AttributeType.Int => value.Type == ValueType.Int,
        AttributeType.Double => value.Type is ValueType.Double or ValueType.Int,
        AttributeType.Boolean => value.Type == ValueType.Boolean,
        AttributeType.StringArray => value.Type == ValueType.Array && IsAllText(batch, value.Children),
        _ => true,
    };

    private static bool IsAllText(TelemetryBatch batch, RowRange children)
    {
        foreach (ref readonly var child in batch.NestedValues.Slice(children.First, children.Count))
        {
            if (child.Type != ValueType.String)
            {
                return false;
            }
        }

        return true;
    }

    private static string Since(string? since) => since is null ? "" : $" (since {since})";

    private static string NameOf(AttributeType type) => type switch
    {
        AttributeType.Int => "int",
        AttributeType.Double => "double",
        AttributeType.Boolean => "boolean",
        AttributeType.StringArray => "string[]",
        AttributeType.Any => "any",
        _ => "string",
    };

    private static string NameOf(ValueType type) => type switch
    {
        ValueType.String => "a string",
        ValueType.Boolean => "a boolean",
        ValueType.Int => "an int",
        ValueType.Double => "a double",
        ValueType.Array => "an array that is not of strings only",
        ValueType.KeyValueList => "a map",
        ValueType.Bytes => "bytes",
        ValueType.Empty => "empty",
        _ => "nested too deep",
    };

    private readonly record struct Place(string Service, TraceId TraceId, SpanId SpanId, FindingCounts Into)
    {
        public void Add(ConventionRule rule, string attribute, string message, string? successor) =>
            Into.Add(new ConventionFinding(Service, rule, attribute, message, successor), TraceId, SpanId);
    }
}
