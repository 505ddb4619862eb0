namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>Bedrock's paths name the model and the operation: <c>/model/{model}/converse-stream</c>.</summary>
internal static class BedrockPaths
{
    private const string BeforeModel = "/model/";

    /// <summary>The model, an inference profile, or the ARN of one.</summary>
    public static string? ModelIn(string path) => PathModels.Between(path, BeforeModel, '/');

    /// <summary>Whether a path ends in an operation on a model.</summary>
    public static bool IsOperation(ReadOnlySpan<char> path, string operation)
    {
        var model = path.IndexOf(BeforeModel, StringComparison.OrdinalIgnoreCase);
        return model >= 0 && path.EndsWith(operation, StringComparison.OrdinalIgnoreCase) &&
            path.Length - operation.Length - 1 > model + BeforeModel.Length && path[path.Length - operation.Length - 1] == '/';
    }

    /// <summary>Whether a path asks for an answer in pieces.</summary>
    public static bool IsStream(ReadOnlySpan<char> path) => path.EndsWith("stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the path calls a model, whose body is in the words of its maker.</summary>
    public static bool IsInvoke(ReadOnlySpan<char> path) => IsOperation(path, "invoke") || IsOperation(path, "invoke-with-response-stream");
}
