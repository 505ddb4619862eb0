namespace OtelGenAI.Collector.Hosting;

/// <summary>The program cannot start; the message is for the person at the terminal and says what to do.</summary>
internal sealed class StartupException(string message) : Exception(message);
