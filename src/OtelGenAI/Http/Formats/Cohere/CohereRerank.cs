using System.Text.Json;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Cohere;

/// <summary>Cohere's reranking, versions 1 and 2, which others have copied. It is billed by searches, so there are no tokens to count.</summary>
/// <remarks>Source: Cohere API reference, "Rerank". Query and order are captured as a retrieval's are; the documents sent are not.</remarks>
internal static class CohereRerank
{
    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["documents"] = RequestFields.UncapturedInput,
        ["top_n"] = static (ref reader, facts, _) => (facts.Retrieval ??= new RetrievalFacts()).TopK = JsonFields.ReadInteger(ref reader),
        ["query"] = static (ref reader, facts, policy) =>
        {
            if (policy.Captures)
            {
                (facts.Retrieval ??= new RetrievalFacts()).Query = JsonFields.ReadString(ref reader);
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
                (facts.Retrieval ??= new RetrievalFacts()).Documents = JsonFields.ReadElement(ref reader, ReadResults);
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        },
    };

    /// <summary>The format.</summary>
    public static readonly IWireFormat Format = new TableFormat(Operations.Rerank, GenAIProviderNameValues.Cohere, ["/v2/rerank", "/v1/rerank"], s_request, s_response);

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
