using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Pages;

/// <summary>The web UI: files that the build put into this assembly. One page serves every address; the browser finds its way.</summary>
/// <remarks>Thread-safe. Without Node at build time there are no files, and every page says so.</remarks>
internal sealed class WebPages
{
    private const string ResourcePrefix = "web/";
    private const string StartPage = "index.html";

    // Nothing of a page comes from elsewhere, and nothing in a page that is not ours may run.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string NotBuiltPage = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>OtelGenAI</title>
        <body>
        <h1>The web pages are not in this build</h1>
        <p>They are built with Node.js, which was not there when this program was built. Everything else works:
        the receivers, the store and the API, for example <a href="/api/v1/traces">/api/v1/traces</a>.</p>
        <p>To have the pages, install Node.js 20 or newer and build again.</p>
        """;

    private readonly FrozenDictionary<string, WebFile> _files = Load();

    /// <summary>Answers with the file of a path, or with the page that all addresses share.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        var path = context.Request.Path.Value!.TrimStart('/');
        if (_files.TryGetValue(path, out var file))
        {
            await SendAsync(context, file, isPage: path == StartPage);
        }
        else if (path.StartsWith("assets/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (_files.TryGetValue(StartPage, out var page))
        {
            AskAheadForTrace(context, path);
            await SendAsync(context, page, isPage: true);
        }
        else
        {
            await SendAsync(context, new WebFile(Encoding.UTF8.GetBytes(NotBuiltPage), "text/html; charset=utf-8", ETag: ""), isPage: true);
        }
    }

    // A large trace takes the server as long as the page takes to load: together instead of one after the other.
    private static void AskAheadForTrace(HttpContext context, string path)
    {
        if (path.Split('/') is ["traces", var text, ..] && TraceId.TryParse(text, out var traceId))
        {
            context.Response.Headers.Link = $"</api/v1/traces/{traceId}>; rel=preload; as=fetch; crossorigin=anonymous";
        }
    }

    private static async Task SendAsync(HttpContext context, WebFile file, bool isPage)
    {
        // Assets carry a hash of their content in their name; the page itself is asked for anew each time.
        context.Response.Headers.CacheControl = isPage ? "no-cache" : "public, max-age=31536000, immutable";
        if (file.ETag.Length > 0)
        {
            context.Response.Headers.ETag = file.ETag;
            if (context.Request.Headers[HeaderNames.IfNoneMatch] == file.ETag)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
        }
    }

    private static FrozenDictionary<string, WebFile> Load()
    {
        var assembly = typeof(WebPages).Assembly;
        var files = new Dictionary<string, WebFile>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            var path = name.Replace('\\', '/');
            if (path.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                var bytes = Read(assembly, name);
                var tag = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
                files[path[ResourcePrefix.Length..]] = new WebFile(bytes, ContentTypeOf(path), string.Create(CultureInfo.InvariantCulture, $"\"{tag}\""));
            }
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string ContentTypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".json" or ".map" => "application/json",
        _ => "application/octet-stream",
    };

    private sealed record WebFile(byte[] Bytes, string ContentType, string ETag);
}
