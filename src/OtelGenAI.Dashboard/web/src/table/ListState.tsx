import type { ReactNode } from "react";
import { ErrorNotice } from "../controls/ErrorNotice";
import { Notice } from "../controls/Notice";

interface Props {
  /** What is listed: "models". */
  what: string;
  error: Error | null;
  isLoading: boolean;
  count: number;
  /** What it means that there are none. */
  empty: ReactNode;
  onRetry(): void;
  children: ReactNode;
}

/** A list with what may be in its place: loading, failed, empty. */
export function ListState({ what, error, isLoading, count, empty, onRetry, children }: Props) {
  if (count === 0 && error !== null) return <ErrorNotice error={error} what={what} onRetry={onRetry} />;
  if (count === 0 && isLoading) return <p className="loading late">Loading {what}…</p>;
  if (count === 0) return <Notice title={`No ${what}`}>{empty}</Notice>;
  return (
    <>
      {error !== null && <ErrorNotice error={error} what={what} onRetry={onRetry} isCompact />}
      {children}
    </>
  );
}

/** Under a list that has more. */
export function MoreButton({ hasMore, onMore, what }: { hasMore: boolean; onMore(): void; what: string }) {
  if (!hasMore) return null;
  return (
    <p className="list-more">
      <button type="button" onClick={onMore}>
        More {what}
      </button>
    </p>
  );
}
