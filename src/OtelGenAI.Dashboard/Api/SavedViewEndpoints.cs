using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace OtelGenAI.Dashboard.Api;

/// <summary>
/// <c>/api/v1/views</c>: searches to come back to. Those of everybody (<c>shared</c>) are the administrator's to change, its own (<c>own</c>) every
/// reader's; the door says who may.
/// </summary>
internal sealed class SavedViewEndpoints(ISavedViews views)
{
    private const string Own = "own";
    private const string Shared = "shared";
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxName = 80;
    private const int MaxUrl = 4096;
    private const int MaxColumns = 50;
    private const int MaxColumnName = 64;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/views", ListAsync);
        foreach (var scope in new[] { Own, Shared })
        {
            routes.MapPut($"/api/v1/views/{scope}/{{name}}", context => TryAsync(context, () => SaveAsync(context, scope)));
            routes.MapDelete($"/api/v1/views/{scope}/{{name}}", context => TryAsync(context, () => RemoveAsync(context, scope)));
        }
    }

    private Task ListAsync(HttpContext context) => TryAsync(
        context,
        () => ApiAnswer.WriteAsync(
            context, new SavedViewPageView([.. views.List(RequestTenant.Of(context), RequestTenant.OwnerOf(context)).Select(SavedViewView.Of)]), ApiJson.Readable.SavedViewPageView));

    private async Task SaveAsync(HttpContext context, string scope)
    {
        var name = NameOf(context);
        if (await ReadAsync(context) is not { } body)
        {
            return;
        }

        if (ProblemOf(name, body) is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_view", problem);
            return;
        }

        var view = new SavedView(scope == Own ? RequestTenant.OwnerOf(context) : null, name, body.Url, body.Columns);
        if (views.Save(RequestTenant.Of(context), view))
        {
            await ApiAnswer.WriteAsync(context, SavedViewView.Of(view), ApiJson.Readable.SavedViewView);
        }
        else
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status409Conflict, "too_many_views", "As many views are saved as may be. Remove one first.");
        }
    }

    private Task RemoveAsync(HttpContext context, string scope)
    {
        views.Remove(RequestTenant.Of(context), scope == Own ? RequestTenant.OwnerOf(context) : null, NameOf(context));
        return ListAsync(context);
    }

    private static async Task<SavedViewBody?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, ApiJson.Readable.SavedViewBody, context.RequestAborted) is { Url: not null, Columns: not null } body)
            {
                return body;
            }

            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_view", "A view is {\"url\": \"/?q=…\", \"columns\": [\"cost\"]}.");
        }
        catch (JsonException failure)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_view", $"The body is not a view in JSON: {failure.Message}");
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "view_too_large", $"The body is larger than {MaxBodyBytes} bytes.");
        }

        return null;
    }

    private static string? ProblemOf(string name, SavedViewBody body) =>
        name.Length is 0 or > MaxName || name.Any(char.IsControl) ? $"The name of a view has 1 to {MaxName} characters, none of them a control character."
        : body.Url.Length > MaxUrl || !IsAddress(body.Url) ? $"url is an address of the list of traces: / or /?…, at most {MaxUrl} characters."
        : body.Columns.Count > MaxColumns || body.Columns.Any(column => column is null or { Length: 0 or > MaxColumnName })
            ? $"columns are at most {MaxColumns} names of 1 to {MaxColumnName} characters."
            : null;

    // Whoever opens the view follows it: it must not lead to another site.
    private static bool IsAddress(string url) => (url == "/" || url.StartsWith("/?", StringComparison.Ordinal)) && !url.Any(char.IsControl) && !url.Contains('\\', StringComparison.Ordinal);

    private static string NameOf(HttpContext context) =>
        ((string)context.Request.RouteValues["name"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim();

    private static async Task TryAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (SavedViewException failure)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "views_unavailable", failure.Message);
        }
    }
}

/// <summary>What a view is saved as.</summary>
/// <param name="Url">The address in the pages: <c>/</c>, or <c>/?</c> with query and range.</param>
/// <param name="Columns">Keys of the columns that are shown.</param>
internal sealed record SavedViewBody(string Url, IReadOnlyList<string> Columns);

/// <summary>A search to come back to.</summary>
/// <param name="Scope"><c>shared</c>: everybody of the tenant sees it; <c>own</c>: only who saved it, told by the key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">The address in the pages.</param>
/// <param name="Columns">Keys of the columns that are shown.</param>
internal sealed record SavedViewView([property: AllowedValues("own", "shared")] string Scope, string Name, string Url, IReadOnlyList<string> Columns)
{
    public static SavedViewView Of(SavedView view) => new(view.Owner is null ? "shared" : "own", view.Name, view.Url, view.Columns);
}

/// <summary>The views that a reader sees.</summary>
/// <param name="Items">Those of everybody first, each by name.</param>
internal sealed record SavedViewPageView(IReadOnlyList<SavedViewView> Items);
