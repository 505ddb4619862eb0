using OtelGenAI.Pricing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>Test data: small numbers stand for ids, seconds of one day for times.</summary>
internal static class Some
{
    /// <summary>2026-01-02T00:00:00Z, in nanoseconds: second 0 of every test.</summary>
    public const long Midnight = 1_767_312_000_000_000_000;

    private static readonly AttributeKeyTable Keys = new();

    public static TenantId Tenant { get; } = new("acme");

    public static TenantId OtherTenant { get; } = new("other-tenant");

    public static TraceId TraceId(int number) => new(((UInt128)0x4bf92f3577b34da6 << 64) | (uint)number);

    public static SpanId SpanId(int number) => new(number == 0 ? 0 : 0xA000_0000_0000_0000 | (uint)number);

    public static long Second(double second) => Midnight + (long)(second * 1e9);

    public static SpanSpec Span(int trace = 1, int id = 1, int parent = 0, string name = "step", double start = 0, double seconds = 1) =>
        new() { Trace = trace, Id = id, Parent = parent, Name = name, Start = start, Seconds = seconds };

    public static SpanSpec Chat(int trace = 1, int id = 1, int parent = 0, double start = 0, int input = 10, int output = 5) =>
        Span(trace, id, parent, "chat gpt-4o", start) with
        {
            Kind = ObservationKind.Llm,
            Operation = "chat",
            Provider = "openai",
            RequestModel = "gpt-4o",
            ResponseModel = "gpt-4o-2024-08-06",
            Tokens = new TokenUsage(input, output, CacheRead: 1, CacheWrite: null, Reasoning: null),
        };

    public static TelemetryBatch Batch(params IEnumerable<SpanSpec> spans) => BatchOf(spans, new TelemetryBatch(Keys));

    public static TelemetryBatch BatchOf(IEnumerable<SpanSpec> spans, TelemetryBatch batch)
    {
        batch.Reset(default);
        List<SpanSpec> specs = [.. spans];
        var resources = specs.Select(spec => spec.Resource).Distinct().ToList();
        var scopes = specs.Select(spec => (Resource: resources.IndexOf(spec.Resource), spec.Scope)).Distinct().ToList();
        foreach (var resource in resources)
        {
            batch.AddResource().Envelope = batch.AddBytes(resource.Envelope);
        }

        foreach (var (resource, scope) in scopes)
        {
            var envelope = Text(batch, scope);
            ref var row = ref batch.AddScope();
            row.ResourceIndex = resource;
            row.Envelope = envelope;
        }

        foreach (var spec in specs)
        {
            var resource = resources.IndexOf(spec.Resource);
            spec.WriteTo(batch, resource, scopes.IndexOf((resource, spec.Scope)));
        }

        batch.PrepareColumns();
        for (var index = 0; index < specs.Count; index++)
        {
            specs[index].WriteTo(ref batch.Columns[index]);
        }

        for (var index = 0; index < resources.Count; index++)
        {
            resources[index].WriteTo(ref batch.ResourceColumns[index]);
        }

        return batch;
    }

    public static LogSpec Log(int trace = 1, int span = 1, double time = 0, string text = "hi") =>
        new() { Trace = trace, Span = span, Time = time, Text = text };

    public static TelemetryBatch LogBatch(params IEnumerable<LogSpec> logs)
    {
        var batch = new TelemetryBatch(Keys);
        batch.Reset(default);
        foreach (var spec in logs)
        {
            var resource = batch.Resources.Length;
            var scope = batch.Scopes.Length;
            batch.AddResource().Envelope = batch.AddBytes(spec.Resource.Envelope);
            var scopeEnvelope = Text(batch, spec.Scope);
            ref var row = ref batch.AddScope();
            row.ResourceIndex = resource;
            row.Envelope = scopeEnvelope;
            spec.WriteTo(batch, resource, scope);
        }

        batch.PrepareColumns();
        return batch;
    }

    internal static ByteRange Text(TelemetryBatch batch, string text) => batch.AddBytes(System.Text.Encoding.UTF8.GetBytes(text));
}
