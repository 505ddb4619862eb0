using System.Diagnostics;
using System.Text;
using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Tells which infrastructure a span that is not GenAI is, by the beginnings of its attribute names.</summary>
internal static class InfrastructureRule
{
    private static readonly (byte[] Prefix, SpanFlags Flag)[] Prefixes =
        [.. DialectRegistry.Infrastructure.SelectMany(kind => kind.Prefixes.Select(prefix => (Encoding.UTF8.GetBytes(prefix), FlagOf(kind.Kind))))];

    private static readonly SpanFlags[] StrongestFirst = [.. DialectRegistry.Infrastructure.Select(kind => FlagOf(kind.Kind)).Distinct()];

    /// <summary>What one attribute tells.</summary>
    /// <param name="key">Its name.</param>
    public static SpanFlags Of(ReadOnlySpan<byte> key)
    {
        foreach (var (prefix, flag) in Prefixes)
        {
            if (key.StartsWith(prefix))
            {
                return flag;
            }
        }

        return SpanFlags.None;
    }

    /// <summary>The strongest of what all attributes tell: a queue is also called over HTTP.</summary>
    /// <param name="told">What they tell.</param>
    public static SpanFlags Strongest(SpanFlags told)
    {
        foreach (var flag in StrongestFirst)
        {
            if ((told & flag) != 0)
            {
                return flag;
            }
        }

        return SpanFlags.None;
    }

    private static SpanFlags FlagOf(string kind) => kind switch
    {
        "http" => SpanFlags.Http,
        "db" => SpanFlags.Database,
        "messaging" => SpanFlags.Messaging,
        "rpc" => SpanFlags.Rpc,
        _ => throw new UnreachableException($"The generator lets no infrastructure '{kind}' through."),
    };
}
