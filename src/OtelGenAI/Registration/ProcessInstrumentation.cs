using System.Diagnostics;
using OtelGenAI.Content;
using OtelGenAI.Context;
using OtelGenAI.Cost;
using OtelGenAI.Diagnostics;
using OtelGenAI.Events;
using OtelGenAI.Http;
using OtelGenAI.Interception;
using OtelGenAI.Metrics;
using OtelGenAI.Tap;
using OtelGenAI.Tools;

namespace OtelGenAI.Registration;

/// <summary>What can exist only once per process, shared by all providers that ask for it and gone with the last of them.</summary>
/// <remarks>
/// Diagnostic events and ActivitySources are process-wide: two HTTP layers would record each call twice. The options of the first tracer provider
/// hold; those of a meter provider only while there is no other.
/// </remarks>
internal sealed class ProcessInstrumentation : IDisposable
{
    private static readonly Lock s_gate = new();
    private static SharedPart? s_http;
    private static SharedPart? s_tap;

    private readonly bool _hasTap;
    private bool _isDisposed;

    private ProcessInstrumentation(bool hasTap) => _hasTap = hasTap;

    /// <summary>Joins in for a tracer provider.</summary>
    public static ProcessInstrumentation ForTraces(GenAIInstrumentationOptions options) => Join(options, needsTap: true);

    /// <summary>Joins in for a meter provider, which needs no spans.</summary>
    public static ProcessInstrumentation ForMetrics(GenAIInstrumentationOptions options) => Join(options, needsTap: false);

    public void Dispose()
    {
        lock (s_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            SharedPart.Leave(ref s_http);
            if (s_http is null)
            {
                InvocationStarter.Current = null;
                GenAIEventLog.Use(factory: null);
                OperationLog.Use(factory: null);
                InstrumentationReport.End();
            }

            if (_hasTap)
            {
                SharedPart.Leave(ref s_tap);
                if (s_tap is null)
                {
                    CallCosts.Use(prices: null);
                }

                ToolSynthesis.Clear();
            }
        }
    }

    private static ProcessInstrumentation Join(GenAIInstrumentationOptions options, bool needsTap)
    {
        lock (s_gate)
        {
            if (!needsTap)
            {
                InvocationMetrics.EmitDeprecated = options.EmitDeprecatedMetrics;
                InvocationMetrics.ConventionsVersion = options.ConventionsVersion;
            }
            else if (s_tap is null)
            {
                // A meter provider may have come first, with options that say nothing about spans.
                s_http?.Replace(() => StartHttp(options));
            }

            SharedPart.Enter(ref s_http, () => StartHttp(options));
            if (needsTap)
            {
                SharedPart.Enter(ref s_tap, () => StartTap(options));
            }

            return new ProcessInstrumentation(needsTap);
        }
    }

    private static HttpDiagnostics? StartHttp(GenAIInstrumentationOptions options)
    {
        ContentPolicy.Current = ContentPolicy.From(options);
        ObservedValue.Use(options.SerializerOptions);
        GenAIEventLog.Use(options.LoggerFactory);
        OperationLog.Use(options.LogOperations ? options.LoggerFactory : null);
        InstrumentationReport.Begin(options, hasTap: false);
        InvocationStarter.Current = new InvocationStarter(options.FilterHttpRequest, TimeProvider.System);
        if (!options.InstrumentHttp)
        {
            return null;
        }

        var http = new HttpDiagnostics(InvocationStarter.Current, options.HttpParenting);
        http.Start();
        return http;
    }

    private static IDisposable StartTap(GenAIInstrumentationOptions options)
    {
        CallCosts.Use(CallCosts.BookOf(options));
        var tap = new SpanTap(options);
        tap.Start();
        InstrumentationReport.Begin(options, hasTap: true);
        return options.BaggageScope == GenAIBaggageScope.None ? tap : new TapWithBaggage(tap, options);
    }

    /// <summary>The tap, and for as long as it lives the process's propagator.</summary>
    private sealed class TapWithBaggage : IDisposable
    {
        private readonly SpanTap _tap;
        private readonly DistributedContextPropagator _before = DistributedContextPropagator.Current;
        private readonly ContextPropagator _ours;

        public TapWithBaggage(SpanTap tap, GenAIInstrumentationOptions options)
        {
            _tap = tap;
            _ours = new ContextPropagator(_before, options.BaggageScope, [.. options.BaggageHosts]);
            DistributedContextPropagator.Current = _ours;
        }

        public void Dispose()
        {
            // Somebody may have put theirs around ours since.
            if (DistributedContextPropagator.Current == _ours)
            {
                DistributedContextPropagator.Current = _before;
            }

            _tap.Dispose();
        }
    }

    private sealed class SharedPart(IDisposable? part)
    {
        private IDisposable? _part = part;
        private int _users;

        public static void Enter(ref SharedPart? shared, Func<IDisposable?> start)
        {
            shared ??= new SharedPart(start());
            shared._users++;
        }

        public static void Leave(ref SharedPart? shared)
        {
            if (shared is not null && --shared._users == 0)
            {
                shared.Dispose();
                shared = null;
            }
        }

        public void Replace(Func<IDisposable?> start)
        {
            Dispose();
            _part = start();
        }

        private void Dispose() => _part?.Dispose();
    }
}
