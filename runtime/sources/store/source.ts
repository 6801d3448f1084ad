/**
 * A snapshot of a local store as a market. The loader is the one of files: bars as traded, splits and dividends, all of
 * them objects of the store. Every object is held to its hash before it is used.
 */
import { resolve } from 'node:path';
import { configSchema, type FilesConfig, type StoreConfig } from '../../../configs/schema.ts';
import type { Market } from '../../market.ts';
import type { MarketData, MarketRequest } from '../../ports.ts';
import { placesOf, type StorePlaces } from '../../store/layout.ts';
import { findSnapshot, type StoredObject, shortId } from '../../store/manifest.ts';
import { verifyObject } from '../../store/objects.ts';
import { objectsWithin } from '../../store/period.ts';
import { openFiles } from '../files/source.ts';

export async function openStore(data: StoreConfig, baseFolder: string): Promise<MarketData> {
  const places = placesOf(resolve(baseFolder, data.path));
  const snapshot = await findSnapshot(places, data.snapshot);
  const market = async (request: Pick<MarketRequest, 'period'>) => {
    const objects = objectsWithin(snapshot.tables, request.period);
    for (const object of [...objects.bars, ...objects.actions]) await verifyObject(places, object);
    return openFiles(asFiles(data, places, objects, snapshot.about.dividendsKnown), baseFolder);
  };
  const told = (read: Market): Market => ({
    ...read,
    assumptions: [...read.assumptions, ...snapshot.about.assumptions],
  });
  return {
    description: `store ${data.path}, snapshot ${shortId(snapshot.id)}, from ${snapshot.about.feed}`,
    origin: `store ${data.path}`,
    stored: snapshot.id,
    snapshot: async (request) => (await market(request)).snapshot(request),
    load: async (request, events) => told(await (await market(request)).load(request, events)),
    async loadAsOf(request, day, events) {
      const files = await market(request);
      return told(await files.loadAsOf!(request, day, events));
    },
    quality: async (request) => (await market({ period: ALL_DAYS })).quality!(request),
  };
}

const ALL_DAYS = { from: '0001-01-01', to: '9998-12-31' };

/** What a config would say of the objects, had somebody written it by hand. */
function asFiles(
  data: StoreConfig,
  places: StorePlaces,
  { bars, actions }: ReturnType<typeof objectsWithin>,
  dividendsKnown: boolean,
): FilesConfig {
  const pathsOf = (objects: readonly StoredObject[]) => objects.map(({ hash }) => places.object(hash));
  const { source: _source, path: _path, snapshot: _snapshot, feed: _feed, ...around } = data;
  const written = {
    source: 'parquet',
    bars: { path: places.objects, close_adjusted_for: 'nothing' },
    corporate_actions: { path: places.objects, columns: dividendsKnown ? {} : { dividend: null } },
  };
  const files = configSchema.shape.data.parse(written) as FilesConfig;
  return {
    ...files,
    ...around,
    bars: { ...files.bars, path: pathsOf(bars) },
    corporate_actions: { ...files.corporate_actions!, path: pathsOf(actions) },
  };
}
