using System.Reflection;
using OtelGenAI.Storage;

namespace OtelGenAI.Collector.Tests;

/// <summary>A store that never finishes an append, until whoever asked leaves.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "The proxy is a class derived from this one.")]
internal class SlowStore : DispatchProxy
{
    /// <summary>Makes one.</summary>
    public static ITraceStore Create() => Create<ITraceStore, SlowStore>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(ITraceStore.AppendAsync)
        ? NeverAsync((CancellationToken)args![^1]!)
        : targetMethod.ReturnType.IsValueType ? Activator.CreateInstance(targetMethod.ReturnType) : null;

    private static async Task<AppendResult> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return default;
    }
}
