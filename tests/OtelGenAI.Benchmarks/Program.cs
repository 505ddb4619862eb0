using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OtelGenAI.Benchmarks;
using OtelGenAI.Benchmarks.Instrumentation;

// --cpu measures processor time of the codec in seconds of work: what can be trusted on a machine that is shared.
if (args.Contains("--cpu"))
{
    var codec = new TraceDecoding();
    codec.Prepare();
    ProcessorTime.Compare(
        ("Google.Protobuf", codec.ProtobufBytes, codec.GoogleProtobuf),
        ("Protobuf", codec.ProtobufBytes, codec.Protobuf),
        ("JSON", codec.JsonBytes, codec.Json),
        ("JSON, tokens only", codec.JsonBytes, codec.JsonTokens),
        ("Write JSON", codec.JsonBytes, codec.WriteJson));
    codec.CleanUp();
    return;
}

// --spans measures processor time of a recorded chat beside a bare activity, 10,000 at a time.
if (args.Contains("--spans"))
{
    var spans = new SpanOverhead();
    spans.Listen();
    ProcessorTime.Compare(
        ("10,000 bare", 1, () => Repeat(spans.BareActivity)),
        ("10,000 recorded", 1, () => Repeat(spans.RecordedChat)));
    spans.CleanUp();
    return;

    static int Repeat(Action action)
    {
        for (var i = 0; i < 10_000; i++)
        {
            action();
        }

        return 0;
    }
}

// --stream measures processor time of a stream of 1,000 pieces from memory, read with OpenAI's SDK, watched and not.
if (args.Contains("--stream"))
{
    var streams = new StreamOverhead();
    streams.Listen();
    ProcessorTime.Compare(
        ("bare", 1, () => streams.Bare().GetAwaiter().GetResult()),
        ("watched", 1, () => streams.Watched().GetAwaiter().GetResult()));
    streams.CleanUp();
    return;
}

// --http measures processor time of requests with and without instrumentation, by turns; what follows chooses, such as burst.
if (args is ["--http", ..])
{
    await HttpOverhead.MeasureAsync(args is [_, var part, ..] ? part : "");
    return;
}

// --reader measures the same of the dialect reader, beside the decoding of what it reads.
if (args.Contains("--reader"))
{
    foreach (var contentBytes in (int[])[0, 2_000])
    {
        var reading = new DialectReading { ContentBytes = contentBytes };
        reading.Prepare();
        Console.WriteLine($"512 spans, {contentBytes} bytes of content each");
        ProcessorTime.Compare(("Decode", reading.RequestBytes, reading.Decode), ("Read", reading.RequestBytes, reading.Read));
    }

    return;
}

// In this process: the generated project of BenchmarkDotNet would inherit the house's warnings-as-errors.
// --quick measures short runs: enough to see a regression, not enough to publish.
var job = args.Contains("--quick") ? Job.ShortRun : Job.Default;
var config = DefaultConfig.Instance.AddJob(job.WithToolchain(InProcessEmitToolchain.Instance).AsDefault());
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args.Where(arg => arg != "--quick")], config);
