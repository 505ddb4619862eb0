using OtelGenAI.Dashboard.Api;

namespace OtelGenAI.Collector.Hosting;

/// <summary>Answers 400 where a body cannot be read and the server's own parts say so with an exception that is not about requests.</summary>
internal static class UnreadableBodies
{
    /// <summary>Lets a request pass, and answers it when its body could not be read.</summary>
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (IsOfTheBody(failure) && !context.Response.HasStarted)
        {
            context.Response.Headers.Connection = "close";
            await ApiRefusal.WriteAsync(context, StatusCodes.Status400BadRequest, "unreadable_body", $"The body cannot be read: {failure.Message}");
        }
    }

    // A chunk size over 32 bits, as Kestrel tells of it, and a form with more or longer fields than forms may have.
    private static bool IsOfTheBody(Exception failure) => failure is InvalidDataException or IOException { InnerException: OverflowException };
}
