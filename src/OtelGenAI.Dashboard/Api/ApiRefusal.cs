using Microsoft.AspNetCore.Http;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Refuses a request in the form of the API: <c>{"error":{"code","message"}}</c>. For what stands in front of the API.</summary>
public static class ApiRefusal
{
    /// <summary>Writes the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="statusCode">HTTP status, 400 to 599.</param>
    /// <param name="code">A fixed word for programs.</param>
    /// <param name="message">A sentence for people that names the thing.</param>
    public static Task WriteAsync(HttpContext context, int statusCode, string code, string message) =>
        ApiAnswer.RefuseAsync(context, statusCode, code, message);
}
