using Microsoft.Extensions.Logging.Console;

namespace OtelGenAI.Collector.Hosting;

/// <summary>Where the program's own log goes.</summary>
internal static class CollectorLogging
{
    /// <summary>One line per event on standard error. Standard output is for addresses and the demo's links, which programs read.</summary>
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // A failed start is told in one sentence by the command; the host would add thirty lines of stack.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    }
}
