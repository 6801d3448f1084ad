/**
 * From files of bars to what a model reads, by way of a store: pulled, verified, read, checked by the rules of quality,
 * and turned into the features of core14. Bundled as what is shipped is, since its threads would else strip types.
 */
import { rm } from 'node:fs/promises';
import { compile } from '../../../compiler/compile.ts';
import type { Plan } from '../../../compiler/plan.ts';
import { configSchema } from '../../../configs/schema.ts';
import { importResolver } from '../../../runtime/cli/imports.ts';
import { openFilesFeed } from '../../../runtime/feeds/files/feed.ts';
import { identityOf } from '../../../runtime/feeds/open.ts';
import type { Market } from '../../../runtime/market.ts';
import { marketRequest } from '../../../runtime/ports.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { layOutFeatures, runFeatures } from '../../../runtime/stages/features.ts';
import { placesOf } from '../../../runtime/store/layout.ts';
import { pull } from '../../../runtime/store/pull.ts';
import { verifyStore } from '../../../runtime/store/verify.ts';
import { timed } from '../benchmark.ts';
import type { LongBars } from './bars.ts';

export interface LongTimes {
  /** Seconds on the wall, and of the processor, of all of it. */
  readonly value: number;
  readonly cpu: number;
  /** Seconds by step. */
  readonly steps: Readonly<Record<'pull' | 'verify' | 'load' | 'features', number>>;
}

/** Does all of it once; the store is removed afterwards. */
export async function runLong(bars: LongBars): Promise<LongTimes> {
  const plan = planOf(bars);
  await rm(bars.store, { recursive: true, force: true });
  const steps = { pull: 0, verify: 0, load: 0, features: 0 };
  const all = await timed(async () => {
    steps.pull = (await timed(() => pullAll(bars))).value;
    steps.verify = (await timed(() => verifyAll(bars))).value;
    let market: Market | null = null;
    steps.load = (await timed(async () => (market = await load(bars, plan)))).value;
    steps.features = (await timed(() => layOut(plan, market!))).value;
  });
  await rm(bars.store, { recursive: true, force: true });
  return { ...all, steps };
}

async function pullAll(bars: LongBars): Promise<void> {
  const files = {
    format: 'parquet',
    bars: { path: bars.bars, close_adjusted_for: 'nothing' },
    corporate_actions: { path: bars.splits },
  };
  const data = configSchema.shape.data.parse({ source: 'store', path: bars.store, feed: { from: 'files', files } });
  if (data.source !== 'store') throw new Error('the config is of no store');
  const feed = openFilesFeed(data.feed!.files!, bars.store, identityOf(data));
  const places = placesOf(bars.store);
  const request = { places, feed, tickers: null, window: bars.period, overlap: 5, calendar: 'XNYS' };
  const ports = { emit: () => {}, signal: new AbortController().signal, now: () => new Date() };
  const { changes, failures } = await pull(request, ports);
  if (changes.length !== bars.stocks || failures.length > 0) throw new Error(`${changes.length} stocks were kept`);
}

async function verifyAll(bars: LongBars): Promise<void> {
  const { objects, damaged } = await verifyStore(placesOf(bars.store));
  if (objects === 0 || damaged.length > 0) throw new Error(`${damaged.length} of ${objects} objects are damaged`);
}

async function load(bars: LongBars, plan: Plan): Promise<Market> {
  const source = await openSource(configSchema.shape.data.parse({ source: 'store', path: bars.store }), '.');
  const members = { source: 'list', tickers: bars.tickers } as const;
  const request = { ...marketRequest(plan), members, benchmark: bars.tickers[0]! };
  const market = await source.load(request, { emit: () => {} });
  if (market.quality?.bars !== bars.rows) throw new Error(`${market.quality?.bars} bars were checked`);
  return market;
}

function layOut(plan: Plan, market: Market): void {
  const [fold] = plan.split.folds;
  layOutFeatures(plan, fold!, market, runFeatures(plan, market));
}

/** S2 over all the years there are. */
function planOf({ period }: LongBars): Plan {
  const text = `
    use strategies.s2_filter_negative

    strategy s2_long extends s2_filter_negative {
      universe {
        period ${period.from} .. ${period.to}
      }
      split {
        train     2001-01-01 .. 2018-12-31
        validate  2019-01-01 .. 2020-12-31
        test      2021-01-01 .. 2024-12-31
      }
    }`;
  const { plan, diagnostics } = compile({ file: 's2_long.strat', text, resolve: importResolver(), set: {} });
  if (plan === null) throw new Error(`S2 does not compile: ${diagnostics.map(({ message }) => message).join('; ')}`);
  return plan;
}
