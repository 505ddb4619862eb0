using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace OtelGenAI.Benchmarks.Instrumentation;

/// <summary>What the manual API costs where nobody listens.</summary>
[MemoryDiagnoser]
public class IdleOverhead
{
    private int _work;

    [Benchmark(Baseline = true)]
    public int WithoutInstrumentation() => Work();

    [Benchmark]
    public int Tool()
    {
        using var tool = GenAI.StartTool("search");
        return Work();
    }

    [Benchmark]
    public int Chat()
    {
        using var chat = GenAI.StartChat("openai", "gpt-x");
        chat.SetUsage(new GenAIUsage(11, 7));
        return Work();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Work() => _work++;
}
