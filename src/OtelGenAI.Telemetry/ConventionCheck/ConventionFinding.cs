namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>One thing that is wrong with the spans of a service, however many of them.</summary>
/// <param name="Service"><c>service.name</c> of their resource; empty when they have none.</param>
/// <param name="Rule">What is wrong.</param>
/// <param name="Attribute">The attribute or event it is about.</param>
/// <param name="Message">What is wrong and what would be right, in one sentence; never holds content.</param>
/// <param name="Successor">Current name or value; <see langword="null"/> when there is none.</param>
public sealed record ConventionFinding(string Service, ConventionRule Rule, string Attribute, string Message, string? Successor);

/// <summary>A finding, how often it was made, and where the first time.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Count">On how many spans; one with several such values counts for each.</param>
/// <param name="TraceId">Trace of the first one.</param>
/// <param name="SpanId">The first one.</param>
public sealed record CountedFinding(ConventionFinding Finding, long Count, TraceId TraceId, SpanId SpanId);
