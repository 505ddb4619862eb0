using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using OtelGenAI.Collector.Keys;
using OtelGenAI.Collector.Receivers;

namespace OtelGenAI.Collector.Access;

/// <summary>The form that asks a browser for a key, and what becomes of it: a session in a cookie that scripts cannot read.</summary>
internal sealed class LoginPage(AccessCheck access, LoginSessions sessions)
{
    public const string LoginPath = "/login";
    public const string LogoutPath = "/logout";

    // What a page says that was open when its session ended: it comes here by itself, with the place to go back to.
    private const string SessionEnded = "Your session has ended, or its key was revoked.";

    private const string CookieName = "otelgenai_session";
    private const int MaxFormBytes = 16 * 1024;

    private const string Style =
        "body { font: 16px/1.5 system-ui; max-width: 30rem; margin: 5rem auto; padding: 0 1rem } " +
        "input, button { font: inherit; padding: .4rem .6rem; width: 100%; box-sizing: border-box; margin-top: .5rem }";

    // Only this style may stand in the page.
    private static readonly string StyleHash = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}";

    /// <summary>The session of a request, or <see langword="null"/>.</summary>
    public static string? SessionOf(HttpContext context) => context.Request.Cookies[CookieName];

    /// <summary>Shows the form in place of the page that was asked for; logging in leads back to it.</summary>
    public static Task ShowAsync(HttpContext context, string problem, string returnPath)
    {
        context.Response.StatusCode = problem.Length > 0 ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src '{StyleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        return context.Response.WriteAsync(Html(HtmlEncoder.Default.Encode(problem), HtmlEncoder.Default.Encode(LocalPath(returnPath))), context.RequestAborted);
    }

    /// <summary>Answers <c>/login</c>.</summary>
    public async Task LogInAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType)
        {
            var from = context.Request.Query["return"].ToString();
            await ShowAsync(context, from.Length > 0 ? SessionEnded : "", from.Length > 0 ? from : "/");
            return;
        }

        RequestLimits.Set(context, MaxFormBytes);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var returnPath = LocalPath(form["return"].ToString());
        switch (access.Check(form["key"].ToString().Trim(), KeyScope.Read))
        {
            case AccessResult.Granted { Key: { } key }:
                context.Response.Cookies.Append(CookieName, sessions.Begin(key.Id), Cookie(context, LoginSessions.Lifetime));
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = returnPath;
                break;
            case AccessResult.OutOfScope denied:
                await ShowAsync(context, denied.Reason, returnPath);
                break;
            case AccessResult.Unknown unknown:
                await ShowAsync(context, unknown.Reason, returnPath);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Answers <c>/logout</c>.</summary>
    public Task LogOutAsync(HttpContext context)
    {
        if (SessionOf(context) is { } session)
        {
            sessions.End(session);
        }

        context.Response.Cookies.Delete(CookieName, Cookie(context, lifetime: null));
        return ShowAsync(context, problem: "", returnPath: "/");
    }

    // Only a path of this program: otherwise a link to us could lead to another site with our name in front.
    private static string LocalPath(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl)
            ? path
            : "/";

    private static CookieOptions Cookie(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        MaxAge = lifetime,
        Path = "/",
    };

    private static string Html(string problem, string returnPath) => $"""
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>OtelGenAI: key</title>
        <style>{Style}</style>
        <h1>OtelGenAI</h1>
        <p role="alert">{problem}</p>
        <form method="post" action="{LoginPath}">
        <label>A key with the scope <em>read</em><input type="password" name="key" autocomplete="current-password" autofocus required></label>
        <input type="hidden" name="return" value="{returnPath}">
        <button>Open</button>
        </form>
        <p>Whoever runs this collector makes one with <code>otelgenai keys add --scope read</code>.</p>
        """;
}
