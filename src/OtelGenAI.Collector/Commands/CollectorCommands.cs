using System.CommandLine;

namespace OtelGenAI.Collector.Commands;

/// <summary>The command line of <c>otelgenai</c>.</summary>
internal static class CollectorCommands
{
    /// <summary>The root: without a command it serves.</summary>
    public static RootCommand Root()
    {
        var serve = new ServeCommand();
        var root = new RootCommand("A collector for traces of LLM agents: takes OTLP, keeps it, and shows each run as a tree.")
        {
            serve.Command,
            new DemoCommand().Command,
            new KeysCommand(TimeProvider.System).Command,
            new CheckCommand().Command,
            new RepriceCommand().Command,
        };
        serve.Options.AddTo(root);
        root.SetAction(serve.RunAsync);
        return root;
    }
}
