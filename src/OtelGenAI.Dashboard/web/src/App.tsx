import { Notice } from "./controls/Notice";
import { Link } from "./routing/Link";
import { useRoute } from "./routing/navigation";
import { TracePage } from "./trace/TracePage";
import { TracesPage } from "./traces/TracesPage";

export function App() {
  const route = useRoute();
  switch (route.page) {
    case "traces":
      return <TracesPage query={route.query} />;
    case "trace":
      // A key per trace: nothing of one trace (selection, closed rows) may leak into the next.
      return <TracePage key={route.traceId} traceId={route.traceId} spanId={route.spanId} view={route.view} />;
    case "unknown":
      return (
        <Notice title="There is no such page">
          <p className="mono">{route.path}</p>
          <p>
            <Link href="/">Go to the traces</Link>
          </p>
        </Notice>
      );
  }
}
