using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Sqlite.Processes;

/// <summary>
/// Measures bytes on disk against OTLP bytes, just arrived and compacted, for fresh text and for agent runs whose every call repeats the conversation so far. Run it with
/// <c>dotnet run -c Release --project tests/OtelGenAI.Storage.Tests -- sizes FOLDER TEXTS</c>; TEXTS is a folder of .md and .cs files, whose text is
/// used once.
/// </summary>
internal sealed class SizeMeasurement(string folder, string texts)
{
    public const string Name = "sizes";

    private const int SpansPerBatch = 512;
    private const int TurnsPerRun = 20;
    private const int RunsAtOnce = 24;

    private readonly Random _random = new(1);
    private readonly string _text = string.Concat(Directory.EnumerateFiles(texts, "*", SearchOption.AllDirectories)
        .Where(path => path.EndsWith(".md", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains(".g.cs", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal).Select(File.ReadAllText));

    private int _used;

    public async Task RunAsync()
    {
        Say($"{_text.Length} characters of text");
        await MeasureAsync("fresh text", Fresh(spansPerTrace: 1));
        _used = 0;
        await MeasureAsync("fresh text in traces of 8", Fresh(spansPerTrace: 8));
        _used = 0;
        await MeasureAsync("agent runs", Runs());
    }

    private async Task MeasureAsync(string name, IEnumerable<byte[]> spans)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, $"sizes-{name.Replace(' ', '-')}")).FullName;
        var keys = new AttributeKeyTable();
        var reader = new DialectReader(keys);
        long bytes = 0;
        var count = 0;
        await using (var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = data }, TimeProvider.System))
        {
            foreach (var some in spans.Chunk(SpansPerBatch))
            {
                var request = Request(some);
                bytes += request.Length;
                count += some.Length;
                var batch = new TelemetryBatch(keys);
                OtlpTraceDecoder.Decode(batch, request, OtlpLimits.Default);
                reader.Read(batch);
                await store.AppendAsync(TenantId.Default, batch, CancellationToken.None);
            }
        }

        var arrived = Size(data);
        foreach (var file in DayFile.AllIn(Path.Combine(data, TenantId.Default.Name), DaySchema.Spans))
        {
            using var compaction = new EarlierDayCompaction(file, new DayConnections(new SqliteStoreOptions(), DaySchema.Spans));
            while (compaction.NextCompaction() is { } work)
            {
                work()();
            }
        }

        var settled = Size(data);
        Say($"{name}: {count} spans, {bytes / count} bytes of OTLP each");
        Say($"    just arrived {arrived / count} on disk, 1/{(double)bytes / arrived:F1}");
        Say($"    compacted {settled / count}, 1/{(double)bytes / settled:F1}");
        var start = Stopwatch.GetTimestamp();
        await using (var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = data, MessageFormat = new OtlpMessageFormat(), IndexText = true }, TimeProvider.System))
        {
            store.IndexText(TenantId.Default, CancellationToken.None);
        }

        Say($"    index of words {(Size(data) - settled) / count}, made in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        foreach (var file in DayFile.AllIn(Path.Combine(data, TenantId.Default.Name), DaySchema.Spans))
        {
            SayTables(file.Path, count);
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>Model calls with 25 attributes and 2 KB of text that nobody has sent before.</summary>
    private IEnumerable<byte[]> Fresh(int spansPerTrace)
    {
        var traceId = Id(16);
        for (var span = 1; _used + 2_000 < _text.Length; span++)
        {
            yield return Span(traceId, $"[{Message("user", Take(1_340))}]", $"[{Message("assistant", Take(660))}]", tool: null);
            traceId = span % spansPerTrace == 0 ? Id(16) : traceId;
        }
    }

    private static long Size(string data) => new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Says which tables take how much, when the library can.</summary>
    private static void SayTables(string path, int spans)
    {
        using var connection = new SqliteConnection(path, SqliteAccess.Read);
        try
        {
            var query = connection.Statement("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 8");
            while (query.Step())
            {
                Say($"    {query.Text(0)} {query.Int64(1) / (double)spans:F1} bytes a span");
            }

            query.Reset();
        }
        catch (SqliteException)
        {
            // The packaged library has no dbstat.
        }
    }

    /// <summary>Agents that call a model and a tool in turn, and send everything said so far with every call; many at once, a turn each in turn.</summary>
    private IEnumerable<byte[]> Runs()
    {
        var system = Message("system", Take(1_500));
        while (_used + (RunsAtOnce * TurnsPerRun * 1_200) < _text.Length)
        {
            var said = Enumerable.Range(0, RunsAtOnce).Select(_ => new List<string> { system, Message("user", Take(400)) }).ToList();
            var traces = said.ConvertAll(_ => Id(16));
            for (var turn = 0; turn < TurnsPerRun; turn++)
            {
                for (var run = 0; run < RunsAtOnce; run++)
                {
                    var answer = Message("assistant", Take(300));
                    yield return Span(traces[run], $"[{string.Join(',', said[run])}]", $"[{answer}]", tool: null);
                    var found = Take(800);
                    yield return Span(traces[run], input: null, output: null, $$"""{"found":"{{Escape(found)}}"}""");
                    said[run].Add(answer);
                    said[run].Add(Message("tool", found));
                }
            }
        }
    }

    private byte[] Span(byte[] traceId, string? input, string? output, string? tool)
    {
        using var span = new MemoryStream();
        var start = 1_790_000_000_000_000_000 + _random.NextInt64(1_000_000_000_000);
        Field(span, 1, traceId);
        Field(span, 2, Id(8));
        Field(span, 4, Id(8));
        Field(span, 5, tool is null ? "chat gpt-4o"u8 : "execute_tool search"u8);
        Time(span, 7, start);
        Time(span, 8, start + _random.NextInt64(1_000_000_000));
        (string Key, string? Value)[] attributes =
        [
            (GenAIAttributes.OperationName, tool is null ? "chat" : "execute_tool"),
            (GenAIAttributes.ProviderName, "openai"),
            (GenAIAttributes.RequestModel, "gpt-4o"),
            (GenAIAttributes.ResponseModel, "gpt-4o-2024-08-06"),
            (GenAIAttributes.ResponseId, $"chatcmpl-{_random.NextInt64():x16}"),
            (GenAIAttributes.UsageInputTokens, Number(5_000)),
            (GenAIAttributes.UsageOutputTokens, Number(900)),
            (GenAIAttributes.RequestTemperature, "0.7"),
            (GenAIAttributes.RequestTopP, "0.95"),
            (GenAIAttributes.RequestMaxTokens, "1024"),
            (GenAIAttributes.ConversationId, $"conv_{traceId[0]:x8}"),
            (GenAIAttributes.OutputType, "text"),
            (ServerAttributes.Address, "api.openai.com"),
            (ServerAttributes.Port, "443"),
            (UserAttributes.Id, $"user-{traceId[1] % 37}"),
            (SessionAttributes.Id, $"session-{traceId[1] % 61}"),
            (GenAIAttributes.AgentName, "checkout"),
            (GenAIAttributes.AgentId, "agent_01"),
            (GenAIAttributes.ToolName, tool is null ? null : "search"),
            (GenAIAttributes.ToolCallId, tool is null ? null : $"call_{_random.NextInt64():x16}"),
            ("app.region", "eu-central-1"),
            ("app.feature", "checkout-assistant"),
            ("app.experiment", "b"),
            (GenAIAttributes.InputMessages, input),
            (GenAIAttributes.OutputMessages, output),
            (GenAIAttributes.ToolCallResult, tool),
        ];
        foreach (var (key, value) in attributes)
        {
            if (value is not null)
            {
                using var text = new MemoryStream();
                Field(text, 1, Encoding.UTF8.GetBytes(value));
                using var attribute = new MemoryStream();
                Field(attribute, 1, Encoding.UTF8.GetBytes(key));
                Field(attribute, 2, text.ToArray());
                Field(span, 9, attribute.ToArray());
            }
        }

        return span.ToArray();
    }

    private static byte[] Request(IEnumerable<byte[]> spans)
    {
        using var scopeSpans = new MemoryStream();
        foreach (var span in spans)
        {
            Field(scopeSpans, 2, span);
        }

        using var resourceSpans = new MemoryStream();
        Field(resourceSpans, 2, scopeSpans.ToArray());
        using var request = new MemoryStream();
        Field(request, 1, resourceSpans.ToArray());
        return request.ToArray();
    }

    private static void Field(MemoryStream message, int number, ReadOnlySpan<byte> bytes)
    {
        const int LengthDelimited = 2;
        message.WriteByte((byte)((number << 3) | LengthDelimited));
        var length = (uint)bytes.Length;
        for (; length >= 0x80; length >>= 7)
        {
            message.WriteByte((byte)(length | 0x80));
        }

        message.WriteByte((byte)length);
        message.Write(bytes);
    }

    private static void Time(MemoryStream message, int number, long unixNano)
    {
        const int Fixed64 = 1;
        message.WriteByte((byte)((number << 3) | Fixed64));
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, unixNano);
        message.Write(bytes);
    }

    private byte[] Id(int length)
    {
        var id = new byte[length];
        _random.NextBytes(id);
        return id;
    }

    private string Number(int below) => _random.Next(below).ToString(CultureInfo.InvariantCulture);

    private string Take(int length)
    {
        _used += length;
        var taken = _text.AsSpan(_used - length, length).ToArray();

        // Characters of two code units may be cut in two, which JSON cannot say.
        return new string(Array.FindAll(taken, character => !char.IsSurrogate(character)));
    }

    private static string Message(string role, string text) =>
        $$"""{"role":"{{role}}","parts":[{"type":"text","content":"{{Escape(text)}}"}]}""";

    private static string Escape(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
