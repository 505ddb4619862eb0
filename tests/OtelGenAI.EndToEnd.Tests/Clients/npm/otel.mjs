// OpenTelemetry as an application sets it up: spans and log records to the collector, in batches, as protobuf.
// Every client is run as: node CLIENT.mjs PROVIDER_URL OTLP_URL; it prints the id of the trace it made.
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

export const [provider, otlp] = process.argv.slice(2).map(url => url.replace(/\/$/, ''));

/** Registers the providers, with the processors a client brings or else the standard ones. */
export function start(service, spanProcessors = [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlp}/v1/traces` }))]) {
  const resource = resourceFromAttributes({ 'service.name': service });
  const tracers = new NodeTracerProvider({ resource, spanProcessors });
  tracers.register();
  const loggers = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${otlp}/v1/logs` }) })],
  });
  logs.setGlobalLoggerProvider(loggers);
  return { tracers, loggers };
}

/** Does the work in one span, sends everything, prints the trace id. */
export async function run({ tracers, loggers }, work) {
  const span = trace.getTracer('application').startSpan('handle request');
  try {
    await context.with(trace.setSpan(context.active(), span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
    await Promise.all([tracers.forceFlush(), loggers.forceFlush()]);
    await Promise.all([tracers.shutdown(), loggers.shutdown()]);
  }
  console.log(span.spanContext().traceId);
}
