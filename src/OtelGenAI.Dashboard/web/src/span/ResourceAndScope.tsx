import type { SpanDetail } from "../api/contract";
import { AttributeTable } from "./AttributeTable";

/** Who sent the span: the process, and the instrumentation inside it. */
export function ResourceAndScope({ detail }: { detail: SpanDetail }) {
  const { resource, scope } = detail;
  return (
    <div className="resource">
      <p>
        <span className="dim">Span kind</span> {detail.spanKind}
      </p>
      <h3>Resource</h3>
      <AttributeTable attributes={resource.attributes} isSearchable={false} />
      <SchemaUrl url={resource.schemaUrl} />
      <h3>
        Instrumentation scope <span className="mono">{scope.name || "unnamed"}</span>
        {scope.version !== null && <span className="dim"> {scope.version}</span>}
      </h3>
      <AttributeTable attributes={scope.attributes} isSearchable={false} />
      <SchemaUrl url={scope.schemaUrl} />
    </div>
  );
}

function SchemaUrl({ url }: { url: string | null }) {
  return url === null || url === "" ? null : <p className="dim">schema {url}</p>;
}
