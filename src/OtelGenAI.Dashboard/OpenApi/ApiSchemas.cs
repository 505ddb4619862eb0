using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OtelGenAI.Dashboard.Api;

namespace OtelGenAI.Dashboard.OpenApi;

/// <summary>Says of the types that are answered what their C# alone does not: what is always there, which values a text can have, and what JSON is in JSON.</summary>
internal static class ApiSchemas
{
    private static readonly (string Owner, string Property, string Shape)[] Messages =
    [
        (nameof(SpanDetailView), nameof(SpanDetailView.Input), nameof(MessageShape)),
        (nameof(SpanDetailView), nameof(SpanDetailView.Output), nameof(MessageShape)),
        (nameof(SpanDetailView), nameof(SpanDetailView.SystemInstructions), nameof(PartShape)),
    ];

    /// <summary>Says what is always there, and which values a text can have.</summary>
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
        {
            // Everything is written, whether our own code must set it or not, but for what is left out when it is null.
            schema.Required = context.JsonTypeInfo.Properties.Where(property => property.Get is not null && !IsLeftOut(property)).Select(property => property.Name)
                .ToHashSet(StringComparer.Ordinal);
        }

        if (context.JsonPropertyInfo?.AttributeProvider is PropertyInfo property)
        {
            DescribeValues(schema, property);
        }

        return Task.CompletedTask;
    }

    /// <summary>Says what JSON looks like that is passed on as it was read. Last of all: references would be followed, and what they lead to changed.</summary>
    public static async Task DescribeJsonAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        var schemas = document.Components!.Schemas!;
        foreach (var shape in new[] { typeof(MessageShape), typeof(PartShape) })
        {
            schemas[shape.Name] = await context.GetOrCreateSchemaAsync(shape, parameterDescription: null, cancellation);
        }

        OpenApiSchemaReference anyJson = new(nameof(JsonNode), document);
        schemas[nameof(JsonNode)] = new OpenApiSchema { Description = "Any JSON." };
        schemas[nameof(JsonObject)] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = anyJson };
        ((OpenApiSchema)schemas[nameof(PartShape)]).AdditionalProperties = anyJson;
        ((OpenApiSchema)Properties(nameof(TraceSummaryView))[Named(nameof(TraceSummaryView.Metadata))]).AdditionalProperties = anyJson;
        Properties(nameof(MessageShape))[Named(nameof(MessageShape.Parts))] = ArrayOf(nameof(PartShape), canBeNull: false, document);
        foreach (var (owner, property, shape) in Messages)
        {
            Properties(owner)[Named(property)] = ArrayOf(shape, canBeNull: true, document);
        }

        Properties(nameof(TurnMessageView))[Named(nameof(TurnMessageView.Message))] = new OpenApiSchemaReference(nameof(MessageShape), document);
        schemas.Remove(nameof(JsonArray));
        foreach (var schema in schemas.Values.OfType<OpenApiSchema>().Where(schema => schema.Properties is not null))
        {
            foreach (var name in schema.Properties!.Keys.Where(name => schema.Required?.Contains(name) is not true).ToArray())
            {
                schema.Properties[name] = NeverNull(schema.Properties[name]);
            }
        }

        IDictionary<string, IOpenApiSchema> Properties(string name) => ((OpenApiSchema)schemas[name]).Properties!;
    }

    /// <summary>What is left out when it is null is not null when it is there.</summary>
    private static IOpenApiSchema NeverNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { Type: { } type } plain)
        {
            plain.Type = type & ~JsonSchemaType.Null;
        }

        return schema.OneOf is { Count: 2 } choices ? choices.First(choice => choice.Type != JsonSchemaType.Null) : schema;
    }

    private static OpenApiSchema ArrayOf(string items, bool canBeNull, OpenApiDocument document) => new()
    {
        Type = canBeNull ? JsonSchemaType.Array | JsonSchemaType.Null : JsonSchemaType.Array,
        Items = new OpenApiSchemaReference(items, document),
    };

    private static void DescribeValues(OpenApiSchema schema, PropertyInfo property)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            schema.Enum = [.. allowed.Values.Select(value => (JsonNode)JsonValue.Create((string)value!))];
        }

        // Values of a dictionary that may be null are described as if they were not.
        if (schema.AdditionalProperties is OpenApiSchema { Type: { } type } values && new NullabilityInfoContext().Create(property).GenericTypeArguments is [.., var last] && CanBeNull(last))
        {
            values.Type = type | JsonSchemaType.Null;
        }
    }

    private static bool CanBeNull(NullabilityInfo nullability) => nullability.ReadState == NullabilityState.Nullable;

    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];

    private static string Named(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);
}
