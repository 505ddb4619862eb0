using System.Diagnostics.CodeAnalysis;

namespace OtelGenAI.Demo;

/// <summary>Which of the three programs runs.</summary>
internal enum DemoRole
{
    /// <summary>The agent service: runs the three runs and ends.</summary>
    Agent,

    /// <summary>The tool server: MCP, HTTP and the hotel expert, until it is told to stop.</summary>
    Tools,

    /// <summary>The scripted model, until it is told to stop.</summary>
    Provider,
}

/// <summary>The command line. Others start these programs: names here change only with them.</summary>
internal sealed record DemoArguments(DemoRole Role)
{
    public const string Usage =
        """
        usage: otelgenai-demo agent    --tools URL --provider URL [--otlp-grpc URL | --otlp-http URL]
               otelgenai-demo tools    --provider URL [--otlp-http URL | --otlp-grpc URL] [--listen URL]
               otelgenai-demo provider [--listen URL]
        --stop-with-input ends tools and provider when their standard input is closed: for a program that starts them.
        With OPENAI_API_KEY set, agent and tools ask the real model (OPENAI_BASE_URL, OPENAI_MODEL) instead of --provider.
        """;

    /// <summary>Where to send telemetry with OTLP/gRPC.</summary>
    public Uri? OtlpGrpc { get; init; }

    /// <summary>Where to send telemetry with OTLP/HTTP, without <c>/v1/traces</c>.</summary>
    public Uri? OtlpHttp { get; init; }

    /// <summary>Where the tool server listens.</summary>
    public Uri? Tools { get; init; }

    /// <summary>Where the scripted model listens.</summary>
    public Uri? Provider { get; init; }

    /// <summary>Where to listen.</summary>
    /// <value>A free port of the loopback address, printed when ready.</value>
    public Uri Listen { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Whether the end of standard input ends the program, as SIGTERM does: Windows has no signal that a parent could send.</summary>
    public bool StopWithInput { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <returns><see langword="false"/>, with the first problem, if it makes no sense.</returns>
    public static bool TryParse(
        IReadOnlyList<string> args,
        [NotNullWhen(true)] out DemoArguments? arguments,
        [NotNullWhen(false)] out string? problem)
    {
        arguments = null;
        if (args.Count == 0 || !Enum.TryParse<DemoRole>(args[0], ignoreCase: true, out var role) || !Enum.IsDefined(role))
        {
            problem = "The first argument must be agent, tools or provider.";
            return false;
        }

        var result = new DemoArguments(role);
        for (var i = 1; i < args.Count; i += 2)
        {
            if (args[i] == "--stop-with-input")
            {
                result = result with { StopWithInput = true };
                i--;
                continue;
            }

            if (i + 1 == args.Count || !Uri.TryCreate(args[i + 1], UriKind.Absolute, out var url))
            {
                problem = $"{args[i]} needs an absolute URL.";
                return false;
            }

            if (With(result, args[i], url) is not { } next)
            {
                problem = $"{args[i]} is no option.";
                return false;
            }

            result = next;
        }

        problem = Missing(result);
        arguments = problem is null ? result : null;
        return problem is null;
    }

    private static DemoArguments? With(DemoArguments arguments, string name, Uri url) => name switch
    {
        "--otlp-grpc" => arguments with { OtlpGrpc = url },
        "--otlp-http" => arguments with { OtlpHttp = url },
        "--tools" => arguments with { Tools = url },
        "--provider" => arguments with { Provider = url },
        "--listen" => arguments with { Listen = url },
        _ => null,
    };

    private static string? Missing(DemoArguments arguments) => arguments switch
    {
        { Role: DemoRole.Agent, Tools: null } => "agent needs --tools URL.",
        { Role: DemoRole.Agent or DemoRole.Tools, Provider: null } when !Models.AreReal => "--provider URL is needed without OPENAI_API_KEY.",
        _ => null,
    };
}
