namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>What can be wrong with a span by the conventions.</summary>
public enum ConventionRule
{
    /// <summary>An attribute that its kind of span must have is not there.</summary>
    MissingRequired,

    /// <summary>The name of a span is not made as its operation makes it.</summary>
    SpanName,

    /// <summary>A span is of another kind than its operation has.</summary>
    SpanKind,

    /// <summary>A value is of another type than its attribute has.</summary>
    WrongType,

    /// <summary>Content was recorded although the policy of the check forbids it.</summary>
    ContentForbidden,

    /// <summary>An earlier name, or one of some library, for an attribute or event that has a current one.</summary>
    RenamedName,

    /// <summary>A name that nothing took the place of.</summary>
    RemovedName,

    /// <summary>A value that is spelled differently today.</summary>
    RenamedValue,

    /// <summary>A value that is not among the known ones. Their list is open, so it may be right.</summary>
    UnknownValue,

    /// <summary>A name that begins like those of the conventions and is none of them.</summary>
    UnknownName,
}

/// <summary>How much a finding matters; OpenTelemetry Weaver's live check has the same three.</summary>
public enum FindingLevel
{
    /// <summary>Allowed, and worth a look.</summary>
    Information,

    /// <summary>Works today and should be changed.</summary>
    Improvement,

    /// <summary>Breaks a must of the conventions, or of the policy.</summary>
    Violation,
}

/// <summary>Names and levels of rules.</summary>
public static class ConventionRules
{
    extension(ConventionRule rule)
    {
        /// <summary>How much a finding of the rule matters.</summary>
        public FindingLevel Level => rule switch
        {
            ConventionRule.MissingRequired or ConventionRule.WrongType or ConventionRule.ContentForbidden => FindingLevel.Violation,
            ConventionRule.SpanName or ConventionRule.SpanKind or ConventionRule.RenamedName or ConventionRule.RemovedName or ConventionRule.RenamedValue => FindingLevel.Improvement,
            _ => FindingLevel.Information,
        };

        /// <summary>The name that the API and the command show.</summary>
        public string Name => rule switch
        {
            ConventionRule.MissingRequired => "missing_required",
            ConventionRule.SpanName => "span_name",
            ConventionRule.SpanKind => "span_kind",
            ConventionRule.WrongType => "wrong_type",
            ConventionRule.ContentForbidden => "content_forbidden",
            ConventionRule.RenamedName => "renamed_name",
            ConventionRule.RemovedName => "removed_name",
            ConventionRule.RenamedValue => "renamed_value",
            ConventionRule.UnknownValue => "unknown_value",
            _ => "unknown_name",
        };
    }

    extension(FindingLevel level)
    {
        /// <summary>The name that the API and the command show.</summary>
        public string Name => level switch
        {
            FindingLevel.Violation => "violation",
            FindingLevel.Improvement => "improvement",
            _ => "information",
        };
    }
}
