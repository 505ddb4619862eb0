using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OtelGenAI.Tests.Interception;

internal interface ICook
{
    [Tool("stir")]
    string Stir(int times);
}

internal sealed record Dish(string Name, int Minutes);

internal enum Verdict
{
    Tasty,
    Burnt,
}

/// <summary>Methods of every shape that can be recorded.</summary>
internal class Kitchen : ICook
{
    public static string? CurrentSpan => Activity.Current?.DisplayName;

    public string Stir(int times) => $"{times} {CurrentSpan}";

    [Observe]
    public string Taste() => "salty";

    [Tool]
    public static int Add(int a, int b) => a + b;

    [Tool("cook_dish", CaptureOutput = false)]
    public async Task<Dish> CookAsync(string name, int minutes, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return new Dish($"{name} under {CurrentSpan}", minutes);
    }

    [Agent("chef")]
    public async ValueTask<string> ServeAsync(string order)
    {
        var dish = await CookAsync(order, 5);
        return dish.Name;
    }

    [Workflow]
    public async Task OpenAsync() => await Task.Yield();

    [Observe]
    public async ValueTask CloseAsync() => await Task.Yield();

    [Retrieval("recipes")]
    public IReadOnlyList<Dish> Search(int limit, string query) => [new Dish(query, limit)];

    [Guardrail]
    public bool IsAllowed(string text) => !text.Contains("poison", StringComparison.Ordinal);

    [Evaluation("tastiness")]
    public double Judge(Dish dish) => dish.Minutes / 10.0;

    [Evaluation("verdict")]
    public Task<Verdict> JudgeAsync(Dish dish) => Task.FromResult(dish.Minutes > 10 ? Verdict.Burnt : Verdict.Tasty);

    [Tool]
    public void Throws(Exception exception) => throw exception;

    [Tool]
    public async Task<int> ThrowsAsync(Exception exception)
    {
        await Task.Yield();
        throw exception;
    }

    [Observe("stream")]
    public async IAsyncEnumerable<string> StreamAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            GenAI.StartTool($"step{i}").Dispose();
            yield return $"{i} ";
        }
    }

    [Observe("sequence")]
    public IEnumerable<int> Sequence(int count)
    {
        for (var i = 0; i < count; i++)
        {
            GenAI.StartTool($"step{i}").Dispose();
            yield return i;
        }
    }

    [Observe]
    public IEnumerable<int> Materialised() => new List<int> { 1, 2 };

    [Tool]
    public T Echo<T>(T value)
        where T : notnull => value;

    [Observe]
    public bool TryFind(string name, out Dish? dish, ref int searches, in int limit)
    {
        searches += limit;
        dish = name.Length > 0 ? new Dish(name, limit) : null;
        return dish is not null;
    }

    [Observe]
    public int Sum(ReadOnlySpan<int> numbers)
    {
        var sum = 0;
        foreach (var number in numbers)
        {
            sum += number;
        }

        return sum;
    }

    [Observe]
    public Span<int> Tail(Span<int> numbers) => numbers[1..];

    [Observe]
    public Task<int> SumAsync(ReadOnlySpan<int> numbers) => Task.FromResult(Sum(numbers));

    public string CallsItsSecrets() => Secret(3) + HalfSecret() + StaticSecret("!");

    [Observe]
    public virtual string Season() => "salt";

    [Observe("optional")]
    public int WithDefaults(int a = 1, params int[] more) => a + more.Length;

    [Observe]
    protected string HalfSecret() => "half";

    [Observe]
    private string Secret(int number) => $"secret {number} ";

    [Observe]
    private static string StaticSecret(string text) => text;
}

internal sealed class Bistro : Kitchen
{
    public override string Season() => "pepper and " + base.Season();
}

internal sealed class Pantry<TItem>(TItem item)
    where TItem : class
{
    [Tool]
    public TItem Take() => item;

    public (TItem Item, TOther Other) Both<TOther>(TOther other) => Pair(other);

    [Observe("pair")]
    private (TItem Item, TOther Other) Pair<TOther>(TOther other) => (item, other);
}

internal struct Counter
{
    public int Count;

    [Observe("count")]
    public void Increment() => Count++;
}

internal static class KitchenExtensions
{
    [Observe("polished")]
    public static string Polished(this Kitchen kitchen, string what) => $"{what} of {kitchen.GetType().Name}";
}
