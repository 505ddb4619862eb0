using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Cohere;

/// <summary>Cohere's reranking, versions 1 and 2, which others have copied. It is billed by searches, so there are no tokens to count.</summary>
/// <remarks>Source: Cohere API reference, "Rerank". Query and order are captured as a retrieval's are; the documents sent are not.</remarks>
internal sealed class CohereRerankFormat : IWireFormat
{
    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["documents"] = RequestFields.UncapturedInput,
        ["top_n"] = static (ref reader, facts, _) => facts.RetrievalTopK = JsonFields.ReadInteger(ref reader),
        ["query"] = static (ref reader, facts, policy) =>
        {
            if (policy.Captures)
            {
                facts.RetrievalQuery = JsonFields.ReadString(ref reader);
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        },
    };

    private static readonly FieldTable s_response = new()
    {
        ["id"] = static (ref reader, facts, _) => facts.ResponseId = JsonFields.ReadString(ref reader),
        ["meta"] = static (ref reader, facts, _) => facts.Usage = JsonFields.ReadElement(ref reader, CohereUsage.Read),
        ["results"] = static (ref reader, facts, policy) =>
        {
            if (policy.Captures)
            {
                facts.RetrievalDocuments = JsonFields.ReadElement(ref reader, ReadResults);
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        },
    };

    public string Operation => Operations.Rerank;

    public string Provider => GenAIProviderNameValues.Cohere;

    public bool MatchesPath(ReadOnlySpan<char> path) =>
        path.EndsWith("/v2/rerank", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/v1/rerank", StringComparison.OrdinalIgnoreCase);

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy) => s_response.ReadBody(body, facts, policy);

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => NoStream.Instance;

    // The position in the request is all the id a document has.
    private static string ReadResults(JsonElement results)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var result in JsonFields.ObjectsOf(results))
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, JsonFields.TextOf(result, "index"));
                if (JsonFields.PropertyOf(result, "relevance_score") is { ValueKind: JsonValueKind.Number } score)
                {
                    writer.WriteNumber("score"u8, score.GetDouble());
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length));
    }
}
