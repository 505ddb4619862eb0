using OtelGenAI.Conventions.Generator.Rendering;

namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Checks what no single entry can know: that names are unique, and that what is referred to exists.</summary>
internal sealed class RegistryCheck
{
    private readonly ConventionModel _registry;
    private readonly List<RegistryProblem> _problems = [];
    private readonly Dictionary<string, AttributeEntry> _attributes;
    private readonly HashSet<string> _operations;

    private RegistryCheck(ConventionModel registry)
    {
        _registry = registry;
        _attributes = FirstByName(registry.Attributes, attribute => attribute.Name);
        _operations = [.. _attributes.GetValueOrDefault("gen_ai.operation.name")?.Values ?? []];
    }

    public static IReadOnlyList<RegistryProblem> Run(ConventionModel registry)
    {
        var check = new RegistryCheck(registry);
        check.CheckNames();
        check.CheckAttributes();
        check.CheckSpans();
        check.CheckMetrics();
        check.CheckEvents();
        check.CheckEntities();
        check.CheckAttributeRenames();
        check.CheckMetricRenames();
        check.CheckEventRenames();
        return check._problems;
    }

    private void CheckNames()
    {
        CheckUnique(_registry.Attributes, attribute => attribute.Place, attribute => attribute.Name, "attribute");
        CheckUnique([.. _registry.Spans, .. _registry.Refinements], span => span.Place, span => span.Type, "span");
        CheckUnique(_registry.Metrics, metric => metric.Place, metric => metric.Name, "metric");
        CheckUnique(_registry.Events, telemetryEvent => telemetryEvent.Place, telemetryEvent => telemetryEvent.Name, "event");
        CheckUnique(_registry.Entities, entity => entity.Place, entity => entity.Type, "entity");
        CheckUnique(_registry.AttributeRenames, rename => rename.Place, rename => rename.From, "rename of attribute");
        CheckUnique(_registry.MetricRenames, rename => rename.Place, rename => rename.From, "rename of metric");
        CheckUnique(_registry.EventRenames, rename => rename.Place, rename => rename.From, "rename of event");

        CheckConstants(_registry.Attributes, a => a.Place, a => a.Name, a => a.IsDeprecated);
        CheckConstants(_registry.Metrics, m => m.Place, m => m.Name, m => m.IsDeprecated);
        CheckConstants(_registry.Events, e => e.Place, e => e.Name, e => e.IsDeprecated);
    }

    private void CheckAttributes()
    {
        foreach (var attribute in _registry.Attributes)
        {
            foreach (var whole in attribute.SubsetOf)
            {
                RequireAttribute(attribute.Place, whole, "subset_of");
            }

            foreach (var pair in attribute.Values.GroupBy(CSharpName.Member, StringComparer.Ordinal).Where(group => group.Count() > 1))
            {
                Report(attribute.Place, $"values {string.Join(" and ", pair)} would all be the constant {pair.Key}.");
            }

            if (attribute.Values.Count > 0 && attribute.Type is not ("string" or "string[]"))
            {
                Report(attribute.Place, $"has values, but type {attribute.Type}; only strings can have named values.");
            }

            if (attribute.IsDeprecated && _registry.AttributeRenames.All(rename => rename.From != attribute.Name))
            {
                Report(attribute.Place, "is deprecated, but no renamed_attributes entry says since when.");
            }
        }
    }

    private void CheckSpans()
    {
        var types = _registry.Spans.Select(span => span.Type).ToHashSet(StringComparer.Ordinal);
        foreach (var span in _registry.Spans.Concat(_registry.Refinements))
        {
            RequireAttributes(span.Place, span.Attributes);
            RequireOperations(span.Place, span.Operations);
            foreach (var name in span.SamplingRelevant)
            {
                RequireAttribute(span.Place, name, "sampling_relevant");
            }

            foreach (var name in span.NameFormats.SelectMany(NameFormat.Placeholders))
            {
                RequireAttribute(span.Place, name, "names");
            }

            if (span.Refines is { Length: > 0 } refined && !types.Contains(refined))
            {
                Report(span.Place, $"refines '{refined}', which is not a span.");
            }
        }

        foreach (var span in _registry.Spans.Where(span => span.Kinds.Count == 0 || span.NameFormats.Count == 0 || span.Operations.Count == 0))
        {
            Report(span.Place, "needs at least one each of kinds, names and operations.");
        }
    }

    private void CheckMetrics()
    {
        foreach (var metric in _registry.Metrics)
        {
            RequireAttributes(metric.Place, metric.Attributes);
            if (metric.Buckets.Zip(metric.Buckets.Skip(1)).Any(pair => pair.First >= pair.Second))
            {
                Report(metric.Place, "has buckets that are not ascending.");
            }

            if (metric.Buckets.Count > 0 != metric.Instrument is "histogram")
            {
                Report(metric.Place, "must have buckets exactly if it is a histogram.");
            }

            if (metric.IsDeprecated && _registry.MetricRenames.All(rename => rename.From != metric.Name))
            {
                Report(metric.Place, "is deprecated, but no renamed_metrics entry says since when.");
            }
        }
    }

    private void CheckEvents()
    {
        foreach (var telemetryEvent in _registry.Events)
        {
            RequireAttributes(telemetryEvent.Place, telemetryEvent.Attributes);
            if (telemetryEvent.AttributesOf is { } span && _registry.Spans.All(candidate => candidate.Type != span))
            {
                Report(telemetryEvent.Place, $"has attributes_of '{span}', which is not a span.");
            }

            if (telemetryEvent.Severity is { } severity && !Vocabulary.Severities.ContainsKey(severity))
            {
                Report(telemetryEvent.Place, $"has severity '{severity}'; it must be one of {string.Join(", ", Vocabulary.Severities.Keys)}.");
            }

            if (telemetryEvent.IsDeprecated && _registry.EventRenames.All(rename => rename.From != telemetryEvent.Name))
            {
                Report(telemetryEvent.Place, "is deprecated, but no renamed_events entry says since when.");
            }
        }
    }

    private void CheckEntities()
    {
        foreach (var entity in _registry.Entities)
        {
            foreach (var name in entity.Identity.Concat(entity.Description))
            {
                RequireAttribute(entity.Place, name, "identity or description");
            }
        }
    }

    private void CheckAttributeRenames()
    {
        foreach (var rename in _registry.AttributeRenames)
        {
            if (rename.To is { } target)
            {
                RequireCurrentAttribute(rename.Place, target);
            }
            else if (rename.Values.Count > 0)
            {
                Report(rename.Place, "renames values, but the attribute has no successor.");
            }

            CheckOldAttribute(rename);
            CheckRenamedValues(rename);
        }

        foreach (var rename in _registry.ConditionalRenames)
        {
            RequireCurrentAttribute(rename.Place, rename.From);
            RequireCurrentAttribute(rename.Place, rename.To);
            RequireOperations(rename.Place, rename.Operations);
            if (rename.Operations.Count == 0)
            {
                Report(rename.Place, "needs operations; without any it is not conditional.");
            }
        }

        foreach (var prefix in _registry.NumberedPrefixes)
        {
            RequireCurrentAttribute(prefix.Place, prefix.To);
        }
    }

    private void CheckOldAttribute(AttributeRenameEntry rename)
    {
        switch (_attributes.GetValueOrDefault(rename.From))
        {
            case { IsDeprecated: false }:
                Report(rename.Place, "is a current attribute; replacing it everywhere would damage good telemetry.");
                break;
            case null when rename.Dialect is null:
                Report(rename.Place, "is neither a deprecated attribute nor marked with the dialect that writes it.");
                break;
            default:
                break;
        }
    }

    private void CheckRenamedValues(AttributeRenameEntry rename)
    {
        if (_attributes.GetValueOrDefault(rename.To ?? "") is not { } target)
        {
            return;
        }

        foreach (var value in rename.Values.Where(value => !target.Values.Contains(value.To)))
        {
            Report(rename.Place, $"maps '{value.From}' to '{value.To}', which is not a value of {target.Name}.");
        }

        foreach (var value in rename.Values.GroupBy(value => value.From, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            Report(rename.Place, $"maps the value '{value.Key}' more than once.");
        }
    }

    private void CheckMetricRenames()
    {
        var metrics = FirstByName(_registry.Metrics, metric => metric.Name);
        foreach (var rename in _registry.MetricRenames)
        {
            RequireOperations(rename.Place, rename.Operations);
            if (!metrics.TryGetValue(rename.From, out var old))
            {
                Report(rename.Place, "is not a metric.");
            }
            else if (old.IsDeprecated == rename.Operations.Count > 0)
            {
                Report(rename.Place, "must name operations exactly if the metric is still current for others.");
            }

            foreach (var target in rename.To.Where(target => metrics.GetValueOrDefault(target) is not { IsDeprecated: false }))
            {
                Report(rename.Place, $"is renamed to '{target}', which is not a current metric.");
            }
        }
    }

    private void CheckEventRenames()
    {
        foreach (var rename in _registry.EventRenames)
        {
            if (!_registry.Events.Any(telemetryEvent => telemetryEvent.Name == rename.From && telemetryEvent.IsDeprecated))
            {
                Report(rename.Place, "is not a deprecated event.");
            }

            foreach (var target in rename.To)
            {
                RequireCurrentAttribute(rename.Place, target);
            }
        }
    }

    private void RequireAttributes(EntryPlace place, IReadOnlyList<RequirementEntry> requirements)
    {
        foreach (var requirement in requirements)
        {
            RequireAttribute(place, requirement.Name, "attributes");
            if (requirement is { Level: "conditionally_required", Condition: null })
            {
                Report(place, $"requires '{requirement.Name}' conditionally, but gives no condition.");
            }
        }

        foreach (var twice in requirements.GroupBy(requirement => requirement.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            Report(place, $"lists attribute '{twice.Key}' more than once.");
        }
    }

    private void RequireAttribute(EntryPlace place, string name, string key)
    {
        if (!_attributes.ContainsKey(name))
        {
            Report(place, $"names '{name}' in {key}, which is not an attribute.");
        }
    }

    private void RequireCurrentAttribute(EntryPlace place, string name)
    {
        if (_attributes.GetValueOrDefault(name) is not { IsDeprecated: false })
        {
            Report(place, $"names '{name}', which is not a current attribute.");
        }
    }

    private void RequireOperations(EntryPlace place, IReadOnlyList<string> operations)
    {
        foreach (var operation in operations.Where(operation => !_operations.Contains(operation)))
        {
            Report(place, $"names operation '{operation}', which is not a value of gen_ai.operation.name.");
        }
    }

    private void CheckUnique<T>(IReadOnlyList<T> entries, Func<T, EntryPlace> place, Func<T, string> name, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => !seen.Add(name(entry))))
        {
            Report(place(entry), $"is a second {what} of this name.");
        }
    }

    // Two names on the wire can become one name in C#: a.b_c and a.b.c.
    private void CheckConstants<T>(IReadOnlyList<T> entries, Func<T, EntryPlace> place, Func<T, string> name, Func<T, bool> isDeprecated)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var constant = isDeprecated(entry) ? "Deprecated." + CSharpName.Member(name(entry)) : CSharpName.Member(name(entry));
            if (!seen.TryAdd(constant, name(entry)) && seen[constant] != name(entry))
            {
                Report(place(entry), $"would be the same constant as {seen[constant]}.");
            }
        }
    }

    private void Report(EntryPlace place, string message) =>
        _problems.Add(new RegistryProblem(place.File, place.Line, place.Name, message));

    private static Dictionary<string, T> FirstByName<T>(IEnumerable<T> entries, Func<T, string> name)
    {
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            byName.TryAdd(name(entry), entry);
        }

        return byName;
    }
}
