using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using OtelGenAI.Dashboard.Api;

namespace OtelGenAI.Dashboard.OpenApi;

/// <summary><c>/api/v1/openapi.json</c>: the API as OpenAPI, made from the very types that are answered.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Readable);
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // A number is never written as a text.
        });
        return services.AddOpenApi(Name, options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "OtelGenAI", Version = Name, Description = "Times are RFC 3339, ids lower-case hex, money is USD, durations are milliseconds." };
                document.Servers = [];
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(DescribeAsync);
            options.AddSchemaTransformer(ApiSchemas.DescribeAsync);
            options.AddDocumentTransformer(ApiSchemas.DescribeJsonAsync);
        });
    }

    /// <summary>Lets every call that is mapped through the group be described.</summary>
    public static RouteGroupBuilder WithDescriptions(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern } &&
                endpoint.Metadata.OfType<IHttpMethodMetadata>().FirstOrDefault() is { HttpMethods: [var method, ..] } &&
                ApiOperations.Find(method, pattern) is { } operation)
            {
                // What tells a described endpoint from others is that it has a method; the parameters come from the operation.
                endpoint.Metadata.Add(((Delegate)NoParameters).Method);
                endpoint.Metadata.Add(operation);
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, operation.Answer ?? typeof(void), ["application/json"]));
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ErrorView), ["application/json"]));
            }
        });
        return group;
    }

    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/api/{documentName}/openapi.json");

    private static async Task DescribeAsync(OpenApiOperation document, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().FirstOrDefault() is { } operation)
        {
            document.OperationId = operation.Id;
            document.Summary = operation.Summary;
            document.Parameters =
            [
                .. operation.PathParameters.Select(name => Parameter(name, meaning: null, ParameterLocation.Path)),
                .. operation.Parameters.Select(parameter => Parameter(parameter.Name, parameter.Meaning, ParameterLocation.Query)),
            ];
            if (operation.Body is { } body)
            {
                context.Document!.AddComponent(body.Name, await context.GetOrCreateSchemaAsync(body, parameterDescription: null, cancellation));
                document.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchemaReference(body.Name, context.Document) } },
                };
            }
        }
    }

    private static OpenApiParameter Parameter(string name, string? meaning, ParameterLocation place) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static Task NoParameters(HttpContext context) => Task.CompletedTask;
}
