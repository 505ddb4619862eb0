using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;
using OpenTelemetry.Exporter;

namespace OtelGenAI.Demo.ToolServer;

/// <summary>The tool server: weather and the hotel expert over MCP, the currency desk over HTTP, until SIGTERM (or the end of its input).</summary>
internal static class ToolServerProgram
{
    public static async Task<int> RunAsync(DemoArguments arguments, TextWriter output)
    {
        // ASP.NET Core 10 describes its request spans only when asked to.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        var (protocol, endpoint) = arguments switch
        {
            { OtlpHttp: { } http } => (OtlpExportProtocol.HttpProtobuf, http),
            { OtlpGrpc: { } grpc } => (OtlpExportProtocol.Grpc, grpc),
            _ => (OtlpExportProtocol.HttpProtobuf, new Uri("http://127.0.0.1:4318")),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(arguments.Listen.ToString());
        builder.Services.AddGenAITelemetry(DemoTelemetry.CaptureContent).AddDemo("travel-tools", protocol, endpoint);
        await using var app = builder.Build();

        var expert = new HotelExpert(Models.Client(arguments, HotelExpert.Model));
        app.Use(NameRequestSpan);
        app.MapGet("/convert", CurrencyDesk.ConvertAsync);
        app.MapMcp(
            "/mcp",
            McpServerTool.Create(WeatherDesk.Forecast, new() { Name = "get_weather", Description = "Tells the weather of the weekend in a city" }),
            McpServerTool.Create(expert.AskAsync, new() { Name = "ask_hotel_expert", Description = "Asks an expert which hotel to take" }));

        await app.StartAsync();
        ParentInput.Watch(arguments, app.Lifetime);
        await output.WriteLineAsync(DemoTelemetry.ContentNotice);
        await output.WriteLineAsync($"listening {app.Urls.Single()}");
        // Disposal, after the signal, flushes what is not exported yet.
        await app.WaitForShutdownAsync();
        return 0;
    }

    // By method and route, as the HTTP conventions name a server span; ASP.NET Core leaves that to an instrumentation package.
    private static Task NameRequestSpan(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { } activity && context.GetEndpoint() is RouteEndpoint endpoint)
        {
            activity.DisplayName = $"{context.Request.Method} {endpoint.RoutePattern.RawText}";
        }

        return next(context);
    }
}
