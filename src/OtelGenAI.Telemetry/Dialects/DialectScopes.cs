using System.Text;
using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Tells dialects by the name of the instrumentation scope.</summary>
internal sealed class DialectScopes
{
    private readonly (byte[] Name, uint Dialect, bool IsPrefix)[] _scopes =
    [
        .. DialectRegistry.Dialects.SelectMany((dialect, index) =>
            dialect.Scopes.Select(scope => (Encoding.UTF8.GetBytes(scope), 1u << index, false))
                .Concat(dialect.ScopePrefixes.Select(scope => (Encoding.UTF8.GetBytes(scope), 1u << index, true)))),
    ];

    /// <summary>The dialects a scope tells, a bit each.</summary>
    public uint Of(ReadOnlySpan<byte> scope)
    {
        uint dialects = 0;
        foreach (var (name, dialect, isPrefix) in _scopes)
        {
            if (isPrefix ? scope.StartsWith(name) : scope.SequenceEqual(name))
            {
                dialects |= dialect;
            }
        }

        return dialects;
    }
}
