/** Configs in part: what a source has to say at the least, and what is said besides. */

type Tree = { readonly [key: string]: unknown };

const bars = { path: 'bars.csv', close_adjusted_for: 'nothing' };

/** What has to be said of a source, by its name. */
const LEAST: Readonly<Record<string, Tree>> = {
  synthetic: { source: 'synthetic' },
  csv: { source: 'csv', bars },
  parquet: { source: 'parquet', bars },
  duckdb: { source: 'duckdb', query: 'SELECT 1', bars: { close_adjusted_for: 'nothing' } },
  store: { source: 'store', path: 'store', feed: { from: 'yahoo', tickers: ['SPY'] } },
};

/** Keys of `written` win; objects are merged key by key. */
export function withLeast(source: string, written: object): object {
  const least = LEAST[source];
  if (least === undefined) throw new Error(`no source \`${source}\`: one of ${Object.keys(LEAST).join(', ')}`);
  return merged({ data: least }, written as Tree);
}

function merged(under: Tree, over: Tree): Tree {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isTree(below) && isTree(value) ? merged(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
