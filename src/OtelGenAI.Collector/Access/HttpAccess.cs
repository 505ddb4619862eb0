using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Keys;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Receivers;
using OtelGenAI.Dashboard.Api;

namespace OtelGenAI.Collector.Access;

/// <summary>The door of the address with pages, API and metrics.</summary>
/// <remarks>Open to everybody: <c>/healthz</c>, <c>/readyz</c>, the login form, and the scripts of the pages, which hold no telemetry.</remarks>
internal sealed class HttpAccess(AccessCheck access, HostCheck hosts, LoginPage login, LoginSessions sessions, CollectorOptions options, CollectorMetrics metrics)
{
    private const string Transport = "api";

    /// <summary>Lets a request pass, or answers it.</summary>
    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (path.Equals("/healthz", StringComparison.Ordinal) || path.Equals("/readyz", StringComparison.Ordinal))
        {
            return next(context);
        }

        if (!access.AreKeysRequired)
        {
            return hosts.IsServed(context.Request.Host) ? PassAsync(context, next) : RefuseHostAsync(context);
        }

        return path.Value switch
        {
            LoginPage.LoginPath => login.LogInAsync(context),
            LoginPage.LogoutPath => login.LogOutAsync(context),
            _ when IsMetrics(path) => options.MetricsWithoutKey ? next(context) : CheckAsync(context, KeyScope.Admin, next),
            _ when path.StartsWithSegments("/assets", StringComparison.Ordinal) => next(context),
            _ => CheckAsync(context, IsReading(context) || IsOwnView(path) ? KeyScope.Read : KeyScope.Admin, next),
        };
    }

    private Task PassAsync(HttpContext context, RequestDelegate next)
    {
        RequestTenant.Set(context, (AccessResult.Granted)access.Check(context.Request.Headers, KeyScope.Read));
        return next(context);
    }

    private Task CheckAsync(HttpContext context, KeyScope needed, RequestDelegate next)
    {
        switch (Check(context, needed))
        {
            case AccessResult.Granted granted:
                RequestTenant.Set(context, granted);
                return next(context);
            case AccessResult.Unknown when IsPage(context):
                metrics.RequestRefused(Transport, "no_session");
                return LoginPage.ShowAsync(context, "This collector needs a key.", context.Request.Path + context.Request.QueryString);
            case AccessResult.Unknown unknown:
                metrics.RequestRefused(Transport, "401");
                context.Response.Headers.WWWAuthenticate = AccessCheck.Challenge;
                return ApiRefusal.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthenticated", unknown.Reason);
            case AccessResult.OutOfScope denied:
                metrics.RequestRefused(Transport, "403");
                return ApiRefusal.WriteAsync(context, StatusCodes.Status403Forbidden, "permission_denied", denied.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // A key in a header wins: who sends one means it. A session is believed for changes only when our own page asks: SameSite=Strict
    // still counts another port of the same machine as the same site.
    private AccessResult Check(HttpContext context, KeyScope needed)
    {
        var byHeader = access.Check(context.Request.Headers, needed);
        return byHeader is AccessResult.Unknown && PresentedKey.Of(context.Request.Headers) is null &&
            sessions.KeyOf(LoginPage.SessionOf(context)) is { } keyId && IsOwnRequest(context)
            ? access.CheckId(keyId, needed)
            : byHeader;
    }

    private static bool IsOwnRequest(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ||
        context.Request.Headers.Origin == $"{context.Request.Scheme}://{HostOf(context)}";

    // As it was sent: written out, ASP.NET Core's own form of it throws for what cannot be the name of a host.
    private static string HostOf(HttpContext context) => context.Request.Headers.Host.ToString();

    // As routing reads a path, which forgives case and a slash at the end: /Metrics/ must not be let in as a page.
    private static bool IsMetrics(PathString path) =>
        path.Value.AsSpan().TrimEnd('/').Equals("/metrics", StringComparison.OrdinalIgnoreCase);

    // What a reader keeps for itself, and nobody else sees.
    private static bool IsOwnView(PathString path) => path.StartsWithSegments("/api/v1/views/own", StringComparison.OrdinalIgnoreCase);

    // Everything else that the API changes so far is the administrator's to change.
    private static bool IsReading(HttpContext context) => !HttpMethods.IsDelete(context.Request.Method) && !HttpMethods.IsPut(context.Request.Method);

    private static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && !IsMetrics(context.Request.Path) && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private Task RefuseHostAsync(HttpContext context)
    {
        metrics.RequestRefused(Transport, "unknown_host");
        return ApiRefusal.WriteAsync(
            context, StatusCodes.Status421MisdirectedRequest, "unknown_host",
            $"Without keys this program answers to loopback names only, and '{HostOf(context)}' is none. Add a key, or name the host in {nameof(CollectorOptions.AllowedHosts)}.");
    }
}
