/**
 * The synthetic market, from the settings and the request alone:
 *
 *   companies ─▶ shocks ─▶ plant (path with the signal) ─▶ bars ─▶ members ─▶ benchmark
 *
 * The same settings, request and version give the same bits on one build of the JavaScript engine. `exp`, `log`, `cos`,
 * `tanh` and `**` are not fixed by IEEE 754, so another engine may differ in the last bit: the snapshot names the engine.
 */
import { createHash } from 'node:crypto';
import { type MembersSpec, partsOf } from '../../../compiler/plan.ts';
import type { SyntheticConfig } from '../../../configs/schema.ts';
import { CALENDAR_VERSION, calendarNamed, sessionsOf } from '../../calendar/calendar.ts';
import { groupsForever } from '../../groups.ts';
import { type Delisting, fromIsoDay, type Market, type Panel } from '../../market.ts';
import { type MarketData, type MarketRequest, UserError } from '../../ports.ts';
import { canonicalRequest } from '../snapshot.ts';
import { plant } from './calibrate.ts';
import { type Company, drawCompanies, SECTORS } from './companies.ts';
import { drawMembers, indexSize, valueWeighted } from './index.ts';
import { makeBars, type Split } from './prices.ts';
import { drawShocks } from './shocks.ts';

/** Raised whenever the same seed gives other numbers. */
export const GENERATOR_VERSION = 1;

/** A market with what only its maker knows. */
export interface SyntheticMarket extends Market {
  readonly splits: readonly Split[];
  readonly companies: readonly Company[];
}

export function openSynthetic(config: SyntheticConfig): MarketData {
  return {
    description: `synthetic market, ${config.stocks} stocks, seed ${config.seed}`,
    snapshot: async (request) => snapshotOf(config, request),
    load: async (request) => makeSynthetic(config, request),
  };
}

export function makeSynthetic(config: SyntheticConfig, request: MarketRequest): SyntheticMarket {
  const sessions = sessionsOfPeriod(request);
  const companies = drawCompanies(config.seed, config.stocks, sessions.length);
  const tickers = companies.map((company) => company.ticker);
  for (const part of partsOf(request.members)) if (part.source === 'list') verifyListed(part.tickers, tickers);

  const shocks = drawShocks(config.seed, companies, sessions.length);
  const path = plant(companies, sessions.length, shocks, config.planted_rank_ic);
  const { bars, capitalisation, splits } = makeBars(config.seed, companies, sessions.length, shocks, path);
  const index = drawMembers(companies, sessions.length, capitalisation);

  return {
    sessions,
    tickers,
    bars,
    members: membersOf(request.members, companies, index),
    benchmark:
      request.benchmark === null ? null : valueWeighted(companies, sessions.length, index, capitalisation, bars.close),
    external: {},
    sectors: groupsForever(
      companies.map((company) => SECTORS[company.sector]!),
      { sessions, tickers },
    ),
    delistings: delistingsOf(companies, sessions.length),
    oracle: expectedReturns(path.signal, path.c, companies.length, sessions.length),
    snapshot: snapshotOf(config, request),
    quality: null,
    assumptions: assumptions(config, request),
    splits,
    companies,
  };
}

function sessionsOfPeriod(request: MarketRequest): Int32Array {
  const { from, to } = request.period;
  const sessions = sessionsOf(calendarNamed(request.calendar), fromIsoDay(from), fromIsoDay(to));
  if (sessions.length > 0) return sessions;
  throw new UserError('no-sessions', `the calendar ${request.calendar} has no session from ${from} to ${to}`, [
    'choose a longer `period`',
  ]);
}

function verifyListed(wanted: readonly string[], tickers: readonly string[]): void {
  const missing = wanted.filter((ticker) => !tickers.includes(ticker));
  if (missing.length === 0) return;
  throw new UserError('no-such-ticker', `the synthetic market has no stock called ${missing.slice(0, 10).join(', ')}`, [
    `its companies are made up: ${tickers.slice(0, 8).join(', ')}, …`,
  ]);
}

/** @param index members of the one index there is, stock-major; every name stands for it */
function membersOf(members: MembersSpec, companies: readonly Company[], index: Uint8Array): Uint8Array {
  switch (members.source) {
    case 'constituents':
      return index;
    case 'all':
      return whileListed(companies, index.length, () => true);
    case 'list': {
      const wanted = new Set(members.tickers);
      return whileListed(companies, index.length, ({ ticker }) => wanted.has(ticker));
    }
    default: {
      const [first, second] = members.of.map((part) => membersOf(part, companies, index));
      return first!.map((is, at) => {
        if (members.source === 'or') return is | second![at]!;
        return is & (members.source === 'and' ? second![at]! : 1 - second![at]!);
      });
    }
  }
}

function whileListed(
  companies: readonly Company[],
  cells: number,
  isWanted: (company: Company) => boolean,
): Uint8Array {
  const members = new Uint8Array(cells);
  const sessions = cells / companies.length;
  for (const [i, company] of companies.entries()) {
    if (isWanted(company)) members.fill(1, i * sessions + company.listed, i * sessions + company.gone);
  }
  return members;
}

function delistingsOf(companies: readonly Company[], sessions: number): Delisting[] {
  return companies
    .map((company, stock) => ({ stock, session: company.gone, return: company.delistingReturn }))
    .filter(({ session }) => session < sessions);
}

/** Stock-major: c times the signal, NaN where there is none. */
function expectedReturns(signal: Float64Array, c: number, stocks: number, sessions: number): Panel {
  const panel = new Float64Array(stocks * sessions);
  for (let t = 0; t < sessions; t++) {
    for (let i = 0; i < stocks; i++) panel[i * sessions + t] = c * signal[t * stocks + i]!;
  }
  return panel;
}

function assumptions(config: SyntheticConfig, request: MarketRequest): string[] {
  return [
    `The market is synthetic (seed ${config.seed}): no price in it was ever paid.`,
    `A signal is planted in it whose mean daily rank IC with the next session's return is ` +
      `${config.planted_rank_ic}; results say how well it was found and traded, and nothing about real markets.`,
    ...membersSentences(config, request.members),
    ...(request.benchmark === null
      ? []
      : [`${request.benchmark} stands for the capitalisation-weighted total return of the synthetic index.`]),
  ];
}

function membersSentences(config: SyntheticConfig, members: MembersSpec): string[] {
  const parts = partsOf(members);
  const index = parts.find((part) => part.source === 'constituents');
  return [
    ...(parts.some(({ source }) => source === 'list') ? ['The named stocks are members while they are listed.'] : []),
    ...(parts.some(({ source }) => source === 'all') ? ['All stocks are members while they are listed.'] : []),
    ...(index === undefined
      ? []
      : [
          `${index.index} stands for the synthetic index: the ${indexSize(config.stocks)} largest companies, ` +
            'reviewed quarterly, as known on each session.',
        ]),
  ];
}

function snapshotOf(config: SyntheticConfig, request: MarketRequest): string {
  const { source, seed, stocks, planted_rank_ic } = config;
  const versions = { generator: GENERATOR_VERSION, calendar: CALENDAR_VERSION, v8: process.versions.v8 };
  return createHash('sha256')
    .update(JSON.stringify({ source, versions, seed, stocks, planted_rank_ic }))
    .update(canonicalRequest(request))
    .digest('hex');
}
