using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Checks;

/// <summary>Checks attributes, spans, metrics, events and entities against each other.</summary>
internal static class DefinitionCheck
{
    public static void Run(ConventionModel registry, Findings findings)
    {
        CheckAttributes(registry, findings);
        CheckSpans(registry, findings);
        CheckRefinements(registry, findings);
        CheckMetrics(registry, findings);
        CheckEvents(registry, findings);
        CheckEntities(registry, findings);
    }

    private static void CheckAttributes(ConventionModel registry, Findings findings)
    {
        var renamed = registry.AttributeRenames.Select(rename => rename.From).ToHashSet(StringComparer.Ordinal);
        foreach (var attribute in registry.Attributes)
        {
            foreach (var whole in attribute.SubsetOf)
            {
                findings.RequireAttribute(attribute.Place, whole, "subset_of");
            }

            if (attribute.Values.Count > 0 && attribute.Type is not "string")
            {
                findings.Report(attribute.Place, $"has values and type {attribute.Type}; only a string can have named values.");
            }

            if (attribute.IsDeprecated && !renamed.Contains(attribute.Name))
            {
                findings.Report(attribute.Place, "is deprecated, but no entry of renamed_attributes says since when.");
            }
        }
    }

    private static void CheckSpans(ConventionModel registry, Findings findings)
    {
        foreach (var span in registry.Spans)
        {
            CheckSpan(span, findings);
            findings.RequireOperations(span.Place, span.Operations);
            if (span.Kinds.Count == 0 || span.NameFormats.Count == 0 || span.Operations.Count == 0)
            {
                findings.Report(span.Place, "needs at least one each of kinds, names and operations.");
            }
        }
    }

    private static void CheckRefinements(ConventionModel registry, Findings findings)
    {
        var types = registry.Spans.Select(span => span.Type).ToHashSet(StringComparer.Ordinal);
        foreach (var refinement in registry.Refinements)
        {
            CheckSpan(refinement, findings);
            if (refinement.Refines is { Length: > 0 } refined && !types.Contains(refined))
            {
                findings.Report(refinement.Place, $"refines '{refined}', which is not a span.");
            }

            if (refinement.Provider is { } provider && !IsKnownValue(findings.Attribute("gen_ai.provider.name"), provider))
            {
                findings.Report(refinement.Place, $"names provider '{provider}', which is not a value of gen_ai.provider.name.");
            }
        }
    }

    private static void CheckSpan(SpanEntry span, Findings findings)
    {
        CheckRequirements(span.Place, span.Attributes, findings);
        foreach (var name in span.SamplingRelevant)
        {
            findings.RequireAttribute(span.Place, name, "sampling_relevant");
        }

        foreach (var name in span.NameFormats.SelectMany(NameFormat.Placeholders))
        {
            findings.RequireAttribute(span.Place, name, "names");
        }
    }

    private static void CheckMetrics(ConventionModel registry, Findings findings)
    {
        var renamed = registry.MetricRenames.Select(rename => rename.From).ToHashSet(StringComparer.Ordinal);
        foreach (var metric in registry.Metrics)
        {
            CheckRequirements(metric.Place, metric.Attributes, findings);
            if (metric.Buckets.Zip(metric.Buckets.Skip(1)).Any(pair => pair.First >= pair.Second))
            {
                findings.Report(metric.Place, "has buckets that are not ascending.");
            }

            if (metric.Buckets.Count > 0 != metric.Instrument is "histogram")
            {
                findings.Report(metric.Place, "must have buckets exactly if it is a histogram.");
            }

            if (metric.IsDeprecated && !renamed.Contains(metric.Name))
            {
                findings.Report(metric.Place, "is deprecated, but no entry of renamed_metrics says since when.");
            }
        }
    }

    private static void CheckEvents(ConventionModel registry, Findings findings)
    {
        var renamed = registry.EventRenames.Select(rename => rename.From).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in registry.Events)
        {
            CheckRequirements(entry.Place, entry.Attributes, findings);
            if (entry.AttributesOf is { } type && registry.Spans.All(span => span.Type != type))
            {
                findings.Report(entry.Place, $"has attributes_of '{type}', which is not a span.");
            }

            if (entry.AttributesOf is not null && entry.Attributes.Count > 0)
            {
                findings.Report(entry.Place, "has attributes and attributes_of; only one can apply.");
            }

            if (entry.Severity is { } severity && !Vocabulary.Severities.ContainsKey(severity))
            {
                findings.Report(entry.Place, $"has severity '{severity}'; it must be one of {string.Join(", ", Vocabulary.Severities.Keys)}.");
            }

            if (entry.IsDeprecated && !renamed.Contains(entry.Name))
            {
                findings.Report(entry.Place, "is deprecated, but no entry of renamed_events says since when.");
            }
        }
    }

    private static void CheckEntities(ConventionModel registry, Findings findings)
    {
        foreach (var entity in registry.Entities)
        {
            foreach (var name in entity.Identity.Concat(entity.Description))
            {
                findings.RequireAttribute(entity.Place, name, "identity or description");
            }
        }
    }

    private static void CheckRequirements(EntryPlace place, IReadOnlyList<RequirementEntry> requirements, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var requirement in requirements)
        {
            findings.RequireAttribute(place, requirement.Name, "attributes");
            if (!seen.Add(requirement.Name))
            {
                findings.Report(place, $"lists attribute '{requirement.Name}' more than once.");
            }

            if (requirement is { Level: "conditionally_required", Condition: null })
            {
                findings.Report(place, $"requires '{requirement.Name}' conditionally, but gives no condition.");
            }
        }
    }

    private static bool IsKnownValue(AttributeEntry? attribute, string value) =>
        attribute is not null && attribute.Values.Any(known => known.Value == value);
}
