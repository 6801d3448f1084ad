/**
 * Bars in Parquet or CSV files become a market:
 *
 *   1. membership   who is asked for, and when             5. actions, adjust   seven panels
 *   2. survey       which tickers and days there are       6. members, benchmark, sectors, delistings
 *   3. axes         stocks × sessions of this run          7. snapshot          hash of the bits that were read
 *   4. read, check  the file's bars in their places
 */
import type { FilesConfig } from '../../../configs/schema.ts';
import { CALENDAR_VERSION } from '../../calendar/calendar.ts';
import { fromIsoDay, type Market } from '../../market.ts';
import { type EventSink, type MarketData, type MarketRequest, UserError } from '../../ports.ts';
import { adjustBars } from './adjust.ts';
import { openBars, surveyBars } from './bars.ts';
import { readBenchmark } from './benchmark.ts';
import { checkFiles } from './checkFiles.ts';
import { findDelistings } from './delistings.ts';
import { DUCKDB_VERSION, Duck } from './duck.ts';
import { readSectors } from './groups.ts';
import type { Identities } from './identity.ts';
import { chooseTickers, membersOn, readMembership } from './membership.ts';
import { noticeGaps } from './notices.ts';
import { withOtherFuture } from './otherFuture.ts';
import { duplicatesOf, judgeBars, readToCheck, tellQuality } from './quality.ts';
import { chooseSessions } from './sessions.ts';
import { fingerprintFiles, type SourceVersions, snapshotFiles } from './snapshotFiles.ts';

/** Raised whenever the same files give other numbers. */
const FILES_VERSION = 2;

/** What the numbers hang on besides the files, the config and the request. */
export const VERSIONS: SourceVersions = { files: FILES_VERSION, duckdb: DUCKDB_VERSION, calendar: CALENDAR_VERSION };

export async function openFiles(data: FilesConfig, baseFolder: string): Promise<MarketData> {
  return {
    description: `${data.source} bars from ${data.bars.path}`,
    snapshot: (request) => snapshotFiles(data, baseFolder, request, VERSIONS),
    load: (request, events) => load(data, baseFolder, request, events),
    loadAsOf: (request, day, events) => loadAsOf(data, baseFolder, request, day, events),
    quality: (request) => checkFiles(data, baseFolder, request),
  };
}

async function load(data: FilesConfig, baseFolder: string, request: MarketRequest, events: EventSink): Promise<Market> {
  const before = fingerprintFiles(data, baseFolder, request);
  // Hashed while DuckDB reads; when reading fails first, that is what is told.
  const hashing = snapshotFiles(data, baseFolder, request, VERSIONS);
  hashing.catch(() => {});
  const market = await readMarket(data, baseFolder, request, events, null);
  const snapshot = await hashing;
  if (fingerprintFiles(data, baseFolder, request) !== before) {
    throw new UserError('data-changed', 'the data files changed while they were read', [
      'run again when whatever writes them is done',
    ]);
  }
  return { ...market, snapshot };
}

/** No hash of the files: it names what is kept, and nothing of an audit is. */
async function loadAsOf(
  data: FilesConfig,
  baseFolder: string,
  request: MarketRequest,
  day: string,
  events: EventSink,
): Promise<Market> {
  const { from, to } = request.period;
  const until = { ...request, period: { from, to: day < to ? day : to } };
  const market = await readMarket(data, baseFolder, until, events, fromIsoDay(day));
  return { ...market, snapshot: `as of ${day}` };
}

/** What the strategy's benchmark is called where it is looked for. */
function benchmarkAmong(data: FilesConfig, identities: Identities, { benchmark }: MarketRequest): string | null {
  return benchmark === null || data.benchmark !== null ? benchmark : identities.lastBearer(benchmark);
}

/** @param asOf nothing later than this day decides a value; null: whatever the files hold. */
async function readMarket(
  data: FilesConfig,
  baseFolder: string,
  request: MarketRequest,
  events: EventSink,
  asOf: number | null,
): Promise<Omit<Market, 'snapshot'>> {
  const duck = await Duck.open();
  try {
    const table = await openBars(duck, data, baseFolder, asOf);
    const { identities } = table.naming;
    const membership = await readMembership(duck, data, baseFolder, request, identities);
    const survey = await surveyBars(duck, table);
    const when = chooseSessions(survey.days, request);
    const measure = benchmarkAmong(data, identities, request);
    const who = chooseTickers(membership, survey.tickers, { ...request, benchmark: measure });
    const axes = { sessions: when.sessions, tickers: who.tickers };

    const duplicates = duplicatesOf(data.quality);
    const read = await readToCheck(duck, data, baseFolder, { table, axes, closed: when.closed, duplicates });
    const { file, actions, basis } = read;
    const { quality, remedied } = await judgeBars(duck, table, data.quality, read);
    if (asOf === null) tellQuality(quality, events);
    const told = asOf === null ? { file, actions } : withOtherFuture({ file, actions }, basis, asOf);
    const { bars, assumptions } = adjustBars(told.file, told.actions, axes, basis);

    const benchmark = measure === null ? null : await readBenchmark(duck, data, baseFolder, table, axes, measure);
    const groups = await readSectors(duck, data, baseFolder, axes, request, identities);
    const ends = await findDelistings(duck, data, baseFolder, table, axes, bars.close);

    const members = membersOn(membership, axes);
    noticeGaps(
      { axes, close: bars.close, members, asked: membership.named, sessionsAfter: when.sessionsAfter },
      events,
    );
    return {
      ...axes,
      bars,
      members,
      benchmark: benchmark?.closes ?? null,
      external: {},
      sectors: groups.sectors,
      delistings: ends.delistings,
      oracle: null,
      quality,
      assumptions: [
        ...table.assumptions,
        ...identities.assumptions(axes.tickers),
        ...membership.assumptions,
        ...who.assumptions,
        ...when.assumptions,
        ...remedied,
        ...assumptions,
        ...(benchmark?.assumptions ?? []),
        ...groups.assumptions,
        ...ends.assumptions,
      ],
    };
  } finally {
    duck.close();
  }
}
