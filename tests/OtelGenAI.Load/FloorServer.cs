using System.Buffers;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace OtelGenAI.Load;

/// <summary>The floor: receives the same requests on the same server, appends them to a file, and answers after an fsync. It decodes nothing.</summary>
/// <remarks>One fsync for everything that waits, as the store does it: what is faster than this does not keep its promise.</remarks>
internal static class FloorServer
{
    public const string Name = "floor-server";

    private static readonly byte[] EmptyMessage = new byte[5];

    public static async Task RunAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        await using var app = builder.Build();
        var queue = Channel.CreateUnbounded<(byte[] Rented, int Length, TaskCompletionSource Written)>();
        app.Run(async context =>
        {
            var (rented, length) = await ReadAsync(context);
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await queue.Writer.WriteAsync((rented, length, written));
            await written.Task;
            ArrayPool<byte>.Shared.Return(rented);
            await AnswerAsync(context);
        });
        var writing = Task.Run(() => WriteAsync(queue.Reader, Path.Combine(folder, "floor")));
        await app.StartAsync();
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
        {
            Console.WriteLine($"listening floor {address}");
        }

        await Task.WhenAny(app.WaitForShutdownAsync(), writing);
    }

    private static async Task<(byte[] Rented, int Length)> ReadAsync(HttpContext context)
    {
        var rented = ArrayPool<byte>.Shared.Rent((int)(context.Request.ContentLength ?? throw new InvalidOperationException("The load says how long its requests are.")));
        var length = 0;
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync();
            read.Buffer.CopyTo(rented.AsSpan(length));
            length += (int)read.Buffer.Length;
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return (rented, length);
            }
        }
    }

    private static async Task WriteAsync(ChannelReader<(byte[] Rented, int Length, TaskCompletionSource Written)> queue, string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        List<TaskCompletionSource> written = [];
        long at = 0;
        while (await queue.WaitToReadAsync())
        {
            while (queue.TryRead(out var next))
            {
                RandomAccess.Write(file, next.Rented.AsSpan(0, next.Length), at);
                at += next.Length;
                written.Add(next.Written);
            }

            RandomAccess.FlushToDisk(file);
            written.ForEach(waiting => waiting.SetResult());
            written.Clear();
        }
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            return;
        }

        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.Body.WriteAsync(EmptyMessage);
    }
}
