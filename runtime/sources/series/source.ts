/**
 * Series from outside the market, added to the market of any source:
 *
 *   rows of the file ─ publication ─▶ what was known when ─▶ one value per session of the market
 *
 * Nothing stands on a session that had not been published by the instant at which the config says it is known.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { fromIsoDay, type Market } from '../../market.ts';
import type { MarketData, MarketRequest } from '../../ports.ts';
import { locateFiles } from '../files/locate.ts';
import { hashFile } from '../snapshot.ts';
import { type Asked, chooseSeries, type SeriesSettings, settingOf } from './asked.ts';

/** Raised whenever the same files give other numbers. */
const SERIES_VERSION = 1;

/** The same data with the series that a request names; one that names none is answered as before. */
export function withSeries(market: MarketData, settings: SeriesSettings): MarketData {
  const { loadAsOf } = market;
  return {
    ...market,
    async snapshot(request) {
      const asked = chooseSeries(settings, request);
      return combine(await market.snapshot(request), asked, settings);
    },
    async load(request, events) {
      const asked = chooseSeries(settings, request);
      const loaded = await market.load(request, events);
      const snapshot = await combine(loaded.snapshot, asked, settings);
      return { ...(await addSeries(loaded, asked, settings, null)), snapshot };
    },
    ...(loadAsOf && {
      async loadAsOf(request: MarketRequest, day: string, events) {
        const asked = chooseSeries(settings, request);
        return addSeries(await loadAsOf.call(market, request, day, events), asked, settings, fromIsoDay(day));
      },
    }),
  };
}

/** Where files lie does not count; what they hold does, how they are read, and when it was published. */
async function combine(snapshot: string, asked: Asked, { baseFolder, dateFormat }: SeriesSettings): Promise<string> {
  if (asked.length === 0) return snapshot;
  const hash = createHash('sha256').update(JSON.stringify([snapshot, SERIES_VERSION, dateFormat]));
  for (const [name, { path, columns, published }] of asked) {
    hash.update(JSON.stringify([name, columns, published]));
    for (const file of locateFiles(path, baseFolder, 'csv', settingOf(name))) {
      hash.update(JSON.stringify([basename(file), await hashFile(file)]));
    }
  }
  return hash.digest('hex');
}

/** @param asOf nothing published after the close of this day is used; null: whatever the files hold. */
async function addSeries(market: Market, asked: Asked, settings: SeriesSettings, asOf: number | null): Promise<Market> {
  if (asked.length === 0) return market;
  const { readSeries } = await import('./read.ts');
  const read = await readSeries(asked, settings, market.sessions, asOf);
  return { ...market, external: read.external, assumptions: [...market.assumptions, ...read.assumptions] };
}
