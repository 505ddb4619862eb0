using System.Net.Http.Headers;
using System.Text.Json;
using OtelGenAI.Collector.Hosting;

namespace OtelGenAI.Collector.Commands;

/// <summary>The API of a collector that runs, here or elsewhere, for commands that ask it.</summary>
internal sealed class RunningCollector : IDisposable
{
    /// <summary>Environment variable with the key to present: on a command line, every user of the machine could read it.</summary>
    public const string KeyVariable = "OTELGENAI_KEY";

    private readonly HttpClient _client;

    /// <summary>Connects when the first request is sent.</summary>
    /// <param name="url">Address of UI and API.</param>
    /// <exception cref="StartupException">It is no address of HTTP.</exception>
    public RunningCollector(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new StartupException($"--url {url} is no address such as http://127.0.0.1:4320.");
        }

        // A repricing answers when it is done; the user has Ctrl+C.
        _client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>A path with those parameters that have a value.</summary>
    public static string Path(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        List<string> parts = [];
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    /// <summary>The body of an answer.</summary>
    /// <exception cref="StartupException">The collector cannot be reached, or refuses; the message is its own.</exception>
    public async Task<Stream> SendAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            var response = await _client.SendAsync(request, cancellation);
            var body = new MemoryStream();
            await response.Content.CopyToAsync(body, cancellation);
            body.Position = 0;
            return response.IsSuccessStatusCode ? body : throw new StartupException($"{_client.BaseAddress} refuses: {Message(body) ?? response.StatusCode.ToString()}");
        }
        catch (HttpRequestException e)
        {
            throw new StartupException($"{_client.BaseAddress} cannot be reached: {e.Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    private static string? Message(MemoryStream body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("error").GetProperty("message").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
