/** A value for every setting of a config, for examples: what its schema names, what it is when left out, or one from here. */
import type { Schema } from './configGroups.ts';

/** Of settings whose schema tells none. Undefined: left out, because another setting of the example says the same. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  'data.series.<name>.path': 'vix.csv',
  'data.series.<name>.published': '15 min after close',
  'data.series.<name>.columns.published': undefined,
  'data.arrives.bars': '15 min after close',
  'data.arrives.opens': '5 min after open',
  'data.bars.path': 'bars/',
  'data.bars.wide': '{ticker}_{field}',
  'data.bars.columns.adjusted_close': 'adj_close',
  'data.bars.columns.raw_close': 'close_as_traded',
  'data.bars.columns.raw_volume': 'volume_as_traded',
  'data.bars.columns.split_factor': 'split',
  'data.bars.columns.dividend': 'dividend',
  'data.bars.columns.identity': 'permno',
  'data.bars.vintages.known_at': 'file_date',
  'data.bars.vintages.as_known_on': '2016-12-31',
  'data.corporate_actions.path': 'actions.csv',
  'data.date_format': '%d.%m.%Y',
  'data.identity.path': 'symbols.csv',
  'data.membership.<name>.path': 'sp500.csv',
  'data.benchmark.path': 'spy.csv',
  'data.sectors.path': 'sectors.csv',
  'data.sectors.columns.from': 'since',
  'data.sectors.columns.to': 'until',
  'data.delistings.path': 'delistings.csv',
  'data.query': "SELECT * FROM read_parquet('lake/*/*.parquet')",
  'data.attach': ['prices.db'],
  'data.extensions': ['httpfs'],
  'data.settings': { s3_region: 'eu-west-1' },
  'data.path': 'store',
  'data.feed.from': 'yahoo',
  'data.feed.tickers': { membership: 'SP500', also: ['SPY'] },
  'data.feed.url': 'https://proxy.example/yahoo',
  'paper.broker.url': 'https://paper-api.example.com',
  'data.feed.options': undefined,
  'data.feed.files.bars': { path: 'bars/', close_adjusted_for: 'nothing' },
  'data.feed.files.corporate_actions': { path: 'actions.csv' },
};

/** @param name from the top, such as `data.bars.path`; `<name>` in it is a name of one's own */
export function sampleOf(name: string, schema: Schema): unknown {
  if (Object.hasOwn(SAMPLES, name)) return SAMPLES[name];
  if (schema.examples !== undefined) return schema.examples[0];
  const plain = schema.type === 'string' ? (schema.format === 'uri' ? 'https://example.org' : 'mine') : null;
  return schema.default ?? schema.const ?? schema.enum?.[0] ?? plain;
}
