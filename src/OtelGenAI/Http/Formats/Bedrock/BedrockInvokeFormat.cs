using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats.Anthropic;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>Bedrock's InvokeModel and InvokeModelWithResponseStream: bodies in the words of the model's maker, inside Bedrock's own frame.</summary>
/// <param name="family">What the model's name contains; <see langword="null"/> takes every model.</param>
/// <param name="maker">Reads the maker's bodies.</param>
/// <remarks>
/// Source: AWS, Bedrock API reference, "InvokeModel". A name that hides the family, as the ARN of an application's inference profile does, is read by
/// the last row of the table, which knows the fields that makers share.
/// </remarks>
internal sealed class BedrockInvokeFormat(string? family, IWireFormat maker) : IWireFormat
{
    /// <summary>One row per family, the most telling name first.</summary>
    public static readonly IWireFormat[] Families =
    [
        new BedrockInvokeFormat("anthropic.", new AnthropicMessagesFormat()),
        new BedrockInvokeFormat("embed", BedrockEmbeddings.Format),
        new BedrockInvokeFormat("amazon.nova", new BedrockConverseFormat()),
        new BedrockInvokeFormat(family: null, new BedrockTextBodies()),
    ];

    public string Operation => maker.Operation;

    public string Provider => GenAIProviderNameValues.AwsBedrock;

    public IReadOnlyList<string> PathEndings { get; } = ["/invoke", "/invoke-with-response-stream"];

    public bool OwnsPath(ReadOnlySpan<char> path) =>
        BedrockPaths.IsInvoke(path) && (family is null || path.Contains(family, StringComparison.OrdinalIgnoreCase));

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        facts.RequestModel = BedrockPaths.ModelIn(path);
        var isCall = maker.ReadRequest(body, path, facts, policy);
        facts.IsStream = BedrockPaths.IsStream(path);
        return isCall;
    }

    public void ReadHeaders(HttpResponseHeaders headers, InvocationFacts facts)
    {
        BedrockErrors.ReadHeaders(headers, facts);
        var input = CountIn(headers, "X-Amzn-Bedrock-Input-Token-Count");
        var output = CountIn(headers, "X-Amzn-Bedrock-Output-Token-Count");
        if (input is not null || output is not null)
        {
            // Embedding models are said to put out nothing, which is no count.
            facts.Usage = new GenAIUsage(input, Operation == GenAIOperationNameValues.Embeddings ? null : output);
        }
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy) => maker.ReadResponse(body, facts, policy);

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) =>
        new ChunkStream(new StreamedPieces(maker.CreateStreamedResponse(facts, policy), policy), facts);

    private static long? CountIn(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : null;

    /// <summary>Takes the maker's events out of Bedrock's chunks.</summary>
    private sealed class ChunkStream(StreamedPieces inner, InvocationFacts facts) : IStreamedResponse
    {
        private byte[] _chunk = [];

        public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
        {
            if (BedrockErrors.IsException(name, facts))
            {
                return false;
            }

            if (!TryDecode(data, out var length))
            {
                return false;
            }

            var chunk = _chunk.AsSpan(0, length);
            var carriesContent = inner.Event(name: default, chunk);
            ReadMetrics(chunk);
            return carriesContent;
        }

        public void Complete() => inner.Complete();

        private bool TryDecode(ReadOnlySpan<byte> data, out int length)
        {
            var reader = new Utf8JsonReader(data);
            length = 0;
            if (!JsonFields.EnterObject(ref reader))
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isChunk = reader.ValueTextEquals("bytes"u8);
                reader.Read();
                if (!isChunk || reader.TokenType != JsonTokenType.String)
                {
                    reader.Skip();
                    continue;
                }

                if (reader.ValueIsEscaped)
                {
                    _chunk = reader.GetBytesFromBase64();
                    length = _chunk.Length;
                    return true;
                }

                if (_chunk.Length < reader.ValueSpan.Length)
                {
                    _chunk = new byte[reader.ValueSpan.Length * 2];
                }

                return Base64.DecodeFromUtf8(reader.ValueSpan, _chunk, out _, out length) == OperationStatus.Done;
            }

            return false;
        }

        // Bedrock's own counts come with the last chunk, whoever made the model; a maker that counts by itself knows of its cache as well.
        private void ReadMetrics(ReadOnlySpan<byte> chunk)
        {
            if (chunk.IndexOf("amazon-bedrock-invocationMetrics"u8) < 0)
            {
                return;
            }

            var reader = new Utf8JsonReader(chunk);
            using var document = JsonDocument.ParseValue(ref reader);
            var metrics = JsonFields.PropertyOf(document.RootElement, "amazon-bedrock-invocationMetrics");
            facts.Usage = facts.Usage with
            {
                InputTokens = facts.Usage.InputTokens ?? JsonFields.IntegerOf(metrics, "inputTokenCount"),
                OutputTokens = facts.Usage.OutputTokens ?? JsonFields.IntegerOf(metrics, "outputTokenCount"),
                CacheReadInputTokens = facts.Usage.CacheReadInputTokens ?? JsonFields.IntegerOf(metrics, "cacheReadInputTokenCount"),
                CacheWriteInputTokens = facts.Usage.CacheWriteInputTokens ?? JsonFields.IntegerOf(metrics, "cacheWriteInputTokenCount"),
            };
            facts.SawTerminalMarker = true;
        }
    }
}
