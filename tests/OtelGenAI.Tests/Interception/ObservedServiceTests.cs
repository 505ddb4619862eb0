using Microsoft.Extensions.DependencyInjection;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Interception;

/// <summary>Services whose interface knows nothing of recording.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ObservedServiceTests
{
    [Fact]
    public async Task Marked_methods_of_a_service_are_recorded_through_its_interface_and_the_others_pass()
    {
        using var telemetry = new Telemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);
        using var services = new ServiceCollection().AddGenAIObserved<IWaiter<string>, Waiter>().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var waiter = scope.ServiceProvider.GetRequiredService<IWaiter<string>>();
        var calls = 0;
        waiter.Called += () => calls++;

        Assert.Equal("soup for 4", await waiter.OrderAsync("soup", 4));
        Assert.Equal("7", waiter.Repeat(7, 8));
        Assert.Equal(["a", "b"], await waiter.TellAsync().ToListAsync());
        Assert.Equal("plain", waiter.Plain());
        waiter.Table = 5;
        Assert.Equal(("table 5", "x2"), (waiter.Name, waiter[2]));
        waiter.Bill(out var sum);
        Assert.Equal((12, 1), (sum, calls));

        Assert.Equal(["execute_tool order", "execute_tool Repeat", "tell", "Waiter.Bill"], telemetry.Spans.Select(static span => span.DisplayName));
        Assert.Equal("""{"dish":"soup","guests":4}""", telemetry.Spans[0].Tag(GenAIAttributes.ToolCallArguments));
        Assert.Equal("ab", telemetry.Spans[2].Tag(OtelGenAIAttributes.Output));
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton, true)]
    [InlineData(ServiceLifetime.Transient, false)]
    public async Task The_container_makes_and_disposes_the_class_as_its_lifetime_says(ServiceLifetime lifetime, bool isSame)
    {
        Waiter waiter;
        var services = new ServiceCollection();
        services.AddGenAIObserved<IWaiter<string>, Waiter>(lifetime);
        await using (var container = services.BuildServiceProvider())
        {
            waiter = container.GetRequiredService<Waiter>();
            waiter.Table = 9;
            Assert.Equal(isSame, container.GetRequiredService<IWaiter<string>>().Table == 9);
        }

        Assert.True(waiter.IsDisposed);
    }

    [Fact]
    public void What_the_generator_cannot_see_says_what_it_needs()
    {
        var thrown = Assert.Throws<InvalidOperationException>(static () => Register<IWaiter<string>, Waiter>(new ServiceCollection()));

        Assert.Contains("AddGenAIObserved<IWaiter`1, Waiter> was not replaced", thrown.Message, StringComparison.Ordinal);
    }

    private static IServiceCollection Register<TService, TImplementation>(IServiceCollection services)
        where TService : class
        where TImplementation : class, TService => services.AddGenAIObserved<TService, TImplementation>();
}

internal interface INamed
{
    string Name { get; }
}

internal interface IWaiter<TDish> : INamed
{
    event Action? Called;

    int Table { get; set; }

    string this[int count] { get; }

    Task<TDish> OrderAsync(TDish dish, int guests);

    string Repeat<T>(T value, T? other);

    IAsyncEnumerable<string> TellAsync();

    void Bill(out int sum);

    string Plain() => "plain";
}

internal sealed class Waiter : IWaiter<string>, IDisposable
{
    public event Action? Called;

    public int Table { get; set; }

    public string Name => $"table {Table}";

    public bool IsDisposed { get; private set; }

    public string this[int count] => $"x{count}";

    [Tool("order")]
    public async Task<string> OrderAsync(string dish, int guests)
    {
        await Task.Yield();
        return $"{dish} for {guests}";
    }

    [Tool]
    public string Repeat<T>(T value, T? other) => $"{value}";

    [Observe("tell")]
    public async IAsyncEnumerable<string> TellAsync()
    {
        yield return "a";
        await Task.Yield();
        yield return "b";
    }

    [Observe]
    public void Bill(out int sum)
    {
        Called?.Invoke();
        sum = 12;
    }

    public void Dispose() => IsDisposed = true;
}
