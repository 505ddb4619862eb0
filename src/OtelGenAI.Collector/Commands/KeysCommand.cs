using System.CommandLine;
using System.Globalization;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Keys;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Commands;

/// <summary><c>otelgenai keys</c>: makes, lists and revokes keys, also while a collector runs on the same data folder.</summary>
internal sealed class KeysCommand
{
    private const int MaxNameLength = 100;

    private readonly TimeProvider _clock;
    private readonly ServeOptions _options = new();
    private readonly Option<string> _tenant = new("--tenant")
    {
        Description = "Whose telemetry the key sends and reads: lower-case letters, digits, - and _. Default 'default'.",
        HelpName = "NAME",
        DefaultValueFactory = _ => TenantId.Default.Name,
    };

    private readonly Option<string[]> _scopes = new("--scope")
    {
        Description = "What the key opens: ingest (send), read (API and pages), admin (/metrics). Default ingest and read.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => KeyScopeNames.Of(KeyScope.Ingest | KeyScope.Read),
    };

    private readonly Option<string> _name = new("--name") { Description = "What you call it.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private readonly Argument<string> _id = new("ID") { Description = "The id of the key, as 'keys list' shows it." };

    public KeysCommand(TimeProvider clock)
    {
        _clock = clock;
        _scopes.AcceptOnlyFromAmong(KeyScopeNames.All);
        var add = SubCommand("add", "Makes a key and prints it on standard output. It is shown this once.", Add);
        add.Options.Add(_tenant);
        add.Options.Add(_scopes);
        add.Options.Add(_name);
        var revoke = SubCommand("revoke", "Ends a key; a running collector refuses it from the next request on.", Revoke);
        revoke.Arguments.Add(_id);
        Command = new Command("keys", "API keys: who may send, and who may read.") { add, SubCommand("list", "Lists the keys.", List), revoke };
    }

    public Command Command { get; }

    private Command SubCommand(string name, string description, Action<ParseResult, KeyFile> run)
    {
        var command = new Command(name, description);
        _options.AddDataTo(command);
        command.SetAction(parsed => Run(parsed, run));
        return command;
    }

    private int Run(ParseResult parsed, Action<ParseResult, KeyFile> run)
    {
        try
        {
            var options = _options.Read(parsed).Get<CollectorOptions>() ?? new CollectorOptions();
            run(parsed, new KeyFile(options.Data));
            return 0;
        }
        catch (Exception e) when (e is StartupException or KeyFileException)
        {
            Error(parsed).WriteLine($"otelgenai: {e.Message}");
            return 1;
        }
    }

    private void Add(ParseResult parsed, KeyFile file)
    {
        var tenant = parsed.GetValue(_tenant)!;
        if (!TenantId.IsValid(tenant))
        {
            throw new StartupException($"--tenant '{tenant}' is no name: 1 to {TenantId.MaxLength} of a-z, 0-9, - and _.");
        }

        var name = parsed.GetValue(_name)!;
        if (name.Length > MaxNameLength || name.Any(char.IsControl))
        {
            throw new StartupException($"--name may have {MaxNameLength} characters and no line breaks.");
        }

        if (!KeyScopeNames.TryParse(parsed.GetValue(_scopes)!, out var scopes))
        {
            throw new StartupException($"--scope needs at least one of {string.Join(", ", KeyScopeNames.All)}.");
        }

        var text = NewKey(file.Read() ?? []);
        file.Change(keys => [.. keys, new ApiKey(text.Id, text.Hash(), new TenantId(tenant), scopes, name, _clock.GetUtcNow())]);

        // The key alone on standard output, so that a script can take it.
        Error(parsed).WriteLine($"Key {text.Id} of tenant {tenant} for {string.Join(", ", KeyScopeNames.Of(scopes))}. It cannot be shown again:");
        Output(parsed).WriteLine(text.Reveal());
    }

    private static KeyText NewKey(IReadOnlyList<ApiKey> keys)
    {
        while (true)
        {
            var text = KeyText.Create();
            if (keys.All(key => key.Id != text.Id))
            {
                return text;
            }
        }
    }

    private void List(ParseResult parsed, KeyFile file)
    {
        var output = Output(parsed);
        output.WriteLine($"{"ID",-10}{"TENANT",-20}{"SCOPES",-20}{"CREATED",-22}NAME");
        foreach (var key in file.Read() ?? [])
        {
            var createdAt = key.CreatedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            output.WriteLine($"{key.Id,-10}{key.Tenant.Name,-20}{string.Join(',', KeyScopeNames.Of(key.Scopes)),-20}{createdAt,-22}{key.Name}");
        }
    }

    private void Revoke(ParseResult parsed, KeyFile file)
    {
        var id = parsed.GetValue(_id)!;
        var left = 0;
        file.Change(keys =>
        {
            var others = keys.Where(key => key.Id != id).ToArray();
            left = others.Length;
            return others.Length < keys.Count ? others : throw new StartupException($"There is no key {id} in {file.Path}; 'otelgenai keys list' shows the ids.");
        });
        Error(parsed).WriteLine($"Key {id} is revoked.");
        if (left == 0)
        {
            Error(parsed).WriteLine($"No key is left: every request is refused until one is added. To do without keys, stop the collector and delete {file.Path}.");
        }
    }

    private static TextWriter Output(ParseResult parsed) => parsed.InvocationConfiguration.Output;

    private static TextWriter Error(ParseResult parsed) => parsed.InvocationConfiguration.Error;
}
