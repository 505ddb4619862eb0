using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Keys;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Commands;

/// <summary>The key that the demo's agent sends with on a data folder that has keys: for sending only, and gone when the demo has sent.</summary>
/// <remarks>A demo that was killed leaves its key behind; the next one takes it away.</remarks>
internal sealed class DemoKey : IDisposable
{
    private const string Name = "otelgenai demo, removed when it ends";

    private readonly KeyFile _file;
    private readonly string? _id;

    private DemoKey(KeyFile file, KeyText? text)
    {
        _file = file;
        _id = text?.Id;
        Text = text?.Reveal();
    }

    /// <summary>What the agent sends, or <see langword="null"/> where no key is needed.</summary>
    public string? Text { get; }

    /// <summary>Makes one if the folder has keys.</summary>
    /// <param name="dataFolder">The folder.</param>
    /// <param name="clock">Says when it was made.</param>
    /// <exception cref="StartupException">The file of keys cannot be changed.</exception>
    public static DemoKey MakeIfNeeded(string dataFolder, TimeProvider clock)
    {
        var file = new KeyFile(dataFolder);
        try
        {
            if (file.Read() is null)
            {
                return new DemoKey(file, text: null);
            }

            var text = KeyText.Create();
            file.Change(keys => [.. keys.Where(key => key.Name != Name), new ApiKey(text.Id, text.Hash(), TenantId.Default, KeyScope.Ingest, Name, clock.GetUtcNow())]);
            return new DemoKey(file, text);
        }
        catch (KeyFileException e)
        {
            throw new StartupException($"The demo needs a key to send with: {e.Message}");
        }
    }

    public void Dispose()
    {
        if (_id is not null)
        {
            _file.Change(keys => [.. keys.Where(key => key.Id != _id)]);
        }
    }
}
