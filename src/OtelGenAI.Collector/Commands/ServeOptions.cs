using System.CommandLine;
using OtelGenAI.Collector.Hosting;

namespace OtelGenAI.Collector.Commands;

/// <summary>The options of every command that starts the collector.</summary>
internal sealed class ServeOptions
{
    private readonly Option<string> _data = new("--data") { Description = "Folder of the store. Default ./otelgenai-data.", HelpName = "DIR" };
    private readonly Option<string> _grpc = new("--grpc") { Description = "Address of OTLP/gRPC. Default 127.0.0.1:4317; port 0 picks a free one.", HelpName = "ADDR" };
    private readonly Option<string> _otlpHttp = new("--otlp-http") { Description = "Address of OTLP/HTTP. Default 127.0.0.1:4318.", HelpName = "ADDR" };
    private readonly Option<string> _http = new("--http") { Description = "Address of the UI and the API. Default 127.0.0.1:4320.", HelpName = "ADDR" };
    private readonly Option<FileInfo> _config = new("--config") { Description = "A JSON file of settings; OTELGENAI__* variables override it.", HelpName = "FILE" };

    /// <summary>Adds what says where the data is, and nothing that only a running collector needs.</summary>
    public void AddDataTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_config);
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _data, _grpc, _otlpHttp, _http, _config })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Settings from the config file, the environment and the command line, the strongest last.</summary>
    /// <exception cref="StartupException">The config file is not there, is not JSON, or has a setting that this program does not.</exception>
    public IConfigurationRoot Read(ParseResult parsed)
    {
        var builder = new ConfigurationBuilder();
        if (parsed.GetValue(_config) is { } file)
        {
            if (!file.Exists)
            {
                throw new StartupException($"--config {file.FullName}: there is no such file.");
            }

            builder.AddJsonFile(file.FullName, optional: false);
        }

        builder.AddEnvironmentVariables("OTELGENAI__");
        builder.AddInMemoryCollection(CommandLine(parsed));
        try
        {
            var configuration = builder.Build();
            KnownSettings.Check(configuration);
            return configuration;
        }
        catch (InvalidDataException e)
        {
            throw new StartupException($"{e.Message} {e.InnerException?.Message}".Trim());
        }
    }

    private IEnumerable<KeyValuePair<string, string?>> CommandLine(ParseResult parsed)
    {
        (Option<string> Option, string Key)[] settings =
        [
            (_data, nameof(CollectorOptions.Data)), (_grpc, nameof(CollectorOptions.Grpc)),
            (_otlpHttp, nameof(CollectorOptions.OtlpHttp)), (_http, nameof(CollectorOptions.Http)),
        ];
        foreach (var (option, key) in settings)
        {
            if (parsed.GetValue(option) is { } value)
            {
                yield return new(key, value);
            }
        }
    }
}
