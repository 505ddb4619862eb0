using Microsoft.Extensions.Hosting;

namespace OtelGenAI.Demo;

/// <summary>Ends a program when whoever started it is done with it, or dead: both close its standard input.</summary>
internal static class ParentInput
{
    /// <summary>Watches standard input, if the command line says so, and asks the host to stop at its end.</summary>
    public static void Watch(DemoArguments arguments, IHostApplicationLifetime lifetime)
    {
        if (!arguments.StopWithInput)
        {
            return;
        }

        // A thread of its own: a read of standard input cannot be cancelled on every platform, and must not hold the process either.
        var watcher = new Thread(() =>
        {
            while (Console.In.Read() >= 0)
            {
            }

            lifetime.StopApplication();
        })
        {
            IsBackground = true,
            Name = "parent-input",
        };
        watcher.Start();
    }
}
