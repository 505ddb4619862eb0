import { CopyButton } from "../controls/CopyButton";
import { Notice } from "../controls/Notice";
import { Link } from "../routing/Link";

const demo = "otelgenai demo";

/** The smallest request that makes a trace: one span, in OTLP/JSON, that lasts a second and ends now. */
const curl = `now=$(date +%s); curl -s http://127.0.0.1:4318/v1/traces -H 'content-type: application/json' -d '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"hello"}}]},"scopeSpans":[{"spans":[{"traceId":"'$(openssl rand -hex 16)'","spanId":"'$(openssl rand -hex 8)'","name":"chat gpt-4o","kind":3,"startTimeUnixNano":"'$((now-1))'000000000","endTimeUnixNano":"'$now'000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}}]}]}]}]}'`;

export function NothingYet() {
  return (
    <Notice title="No traces yet">
      <p>This page shows them as they arrive. Send some in one of these ways:</p>
      <dl className="ways">
        <dt>From an application or an OpenTelemetry Collector</dt>
        <dd>
          OTLP/gRPC to <code>http://127.0.0.1:4317</code>, or OTLP/HTTP to <code>http://127.0.0.1:4318</code>, for
          instance with <code>OTEL_EXPORTER_OTLP_ENDPOINT</code>
        </dd>
        <dt>An example run of an agent</dt>
        <dd>
          <Command text={demo} what="command" />
        </dd>
        <dt>One span by hand</dt>
        <dd>
          <Command text={curl} what="curl command" />
        </dd>
      </dl>
    </Notice>
  );
}

export function NothingFound({ query }: { query: string }) {
  return (
    <Notice title="No trace matches">
      <p className="mono">{query}</p>
      <p>
        <Link href="/">Show all traces</Link>
      </p>
    </Notice>
  );
}

function Command({ text, what }: { text: string; what: string }) {
  return (
    <span className="command">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
