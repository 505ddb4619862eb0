using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Checks;

/// <summary>Checks that a rename starts at a name that is no longer current and ends at one that is.</summary>
internal static class RenameCheck
{
    public static void Run(ConventionModel registry, Findings findings)
    {
        foreach (var rename in registry.AttributeRenames)
        {
            CheckOldAttribute(rename, findings);
            CheckNewAttribute(rename, findings);
        }

        foreach (var rename in registry.ConditionalRenames)
        {
            findings.RequireCurrentAttribute(rename.Place, rename.From);
            findings.RequireCurrentAttribute(rename.Place, rename.To);
            findings.RequireOperations(rename.Place, rename.Operations);
            if (rename.Operations.Count == 0)
            {
                findings.Report(rename.Place, "needs operations; without any it is not conditional.");
            }
        }

        foreach (var prefix in registry.NumberedPrefixes)
        {
            findings.RequireCurrentAttribute(prefix.Place, prefix.To);
        }

        CheckMetrics(registry, findings);
        CheckEvents(registry, findings);
    }

    private static void CheckOldAttribute(AttributeRenameEntry rename, Findings findings)
    {
        var old = findings.Attribute(rename.From);
        if (old is { IsDeprecated: false })
        {
            findings.Report(rename.Place, "is a current attribute; replacing it everywhere would damage good telemetry.");
        }

        if (old is null && rename.Dialect is null)
        {
            findings.Report(rename.Place, "is neither a deprecated attribute nor marked with the dialect that writes it.");
        }
    }

    private static void CheckNewAttribute(AttributeRenameEntry rename, Findings findings)
    {
        if (rename.To is null)
        {
            if (rename.Values.Count > 0)
            {
                findings.Report(rename.Place, "renames values, but the attribute has no successor.");
            }

            return;
        }

        findings.RequireCurrentAttribute(rename.Place, rename.To);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in rename.Values)
        {
            if (findings.Attribute(rename.To) is { } target && target.Values.All(known => known.Value != value.To))
            {
                findings.Report(rename.Place, $"maps '{value.From}' to '{value.To}', which is not a value of {target.Name}.");
            }

            if (!seen.Add(value.From))
            {
                findings.Report(rename.Place, $"maps the value '{value.From}' more than once.");
            }
        }
    }

    private static void CheckMetrics(ConventionModel registry, Findings findings)
    {
        foreach (var rename in registry.MetricRenames)
        {
            findings.RequireOperations(rename.Place, rename.Operations);
            var old = registry.Metrics.Find(metric => metric.Name == rename.From);
            if (old is null)
            {
                findings.Report(rename.Place, "is not a metric.");
            }
            else if (old.IsDeprecated == rename.Operations.Count > 0)
            {
                findings.Report(rename.Place, "must name operations exactly if the metric is still current for others.");
            }

            foreach (var target in rename.To.Where(target => !registry.Metrics.Exists(metric => metric.Name == target && !metric.IsDeprecated)))
            {
                findings.Report(rename.Place, $"names '{target}', which is not a current metric.");
            }
        }
    }

    private static void CheckEvents(ConventionModel registry, Findings findings)
    {
        foreach (var rename in registry.EventRenames)
        {
            if (!registry.Events.Exists(entry => entry.Name == rename.From && entry.IsDeprecated))
            {
                findings.Report(rename.Place, "is not a deprecated event.");
            }

            foreach (var target in rename.To)
            {
                findings.RequireCurrentAttribute(rename.Place, target);
            }
        }
    }
}
