import { allTime, type TimeRange } from "../range/timeRange";

/** The search that the reader is at, or came from: a trace opened from it has neighbours in it. */
export interface LastSearch {
  query: string;
  range: TimeRange;
}

const everything: LastSearch = { query: "", range: allTime };

let last = everything;

export function lastSearch(): LastSearch {
  return last;
}

export function rememberSearch(search: LastSearch): void {
  last = search;
}

export function forgetSearch(): void {
  last = everything;
}
