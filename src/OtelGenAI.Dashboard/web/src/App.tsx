import { ComparePage } from "./compare/ComparePage";
import { Notice } from "./controls/Notice";
import { ChangePage } from "./dashboards/ChangePage";
import { DashboardPage } from "./dashboards/DashboardPage";
import { PromptPage } from "./prompts/PromptPage";
import { PromptsPage } from "./prompts/PromptsPage";
import { QualityPage } from "./quality/QualityPage";
import { Link } from "./routing/Link";
import { useRoute } from "./routing/navigation";
import type { Route } from "./routing/route";
import { GroupsPage } from "./sessions/GroupsPage";
import { SessionPage } from "./sessions/SessionPage";
import { UserPage } from "./sessions/UserPage";
import { TracePage } from "./trace/TracePage";
import { TracesPage } from "./traces/TracesPage";
import { UsagePage } from "./usage/UsagePage";

export function App() {
  const route = useRoute();
  switch (route.page) {
    case "traces":
      return <TracesPage query={route.query} range={route.range} />;
    case "trace":
      // A key per trace: nothing of one trace (selection, closed rows) may leak into the next.
      return <TracePage key={route.traceId} traceId={route.traceId} spanId={route.spanId} view={route.view} />;
    case "session":
      return <SessionPage key={route.id} id={route.id} />;
    case "user":
      return <UserPage key={route.id} id={route.id} />;
    case "prompt":
      return <PromptPage key={route.name} name={route.name} range={route.range} />;
    case "dashboard":
      return <DashboardPage by={route.by} range={route.range} />;
    case "change":
      return <ChangePage range={route.range} />;
    case "compare":
      return <ComparePage key={`${route.left} ${route.right}`} left={route.left} right={route.right} />;
    case "list":
      return <List key={route.list} {...route} />;
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

function List({ list, range }: Extract<Route, { page: "list" }>) {
  switch (list) {
    case "sessions":
    case "users":
      return <GroupsPage list={list} range={range} />;
    case "models":
    case "tools":
    case "services":
      return <UsagePage list={list} range={range} />;
    case "prompts":
      return <PromptsPage range={range} />;
    case "unpriced":
    case "unmapped":
    case "conventions":
      return <QualityPage part={list} range={range} />;
  }
}
