/** Who belongs, and when: stays in an index from a file, a list of the strategy, or everyone there is. */
import type { FilesConfig } from '../../../configs/schema.ts';
import { type Axes, fromIsoDay, toIsoDay } from '../../market.ts';
import { type MarketRequest, UserError } from '../../ports.ts';
import { counted, listed, nearest } from '../wording.ts';
import type { Duck } from './duck.ts';
import { identifier } from './duck.ts';
import type { Identities } from './identity.ts';
import {
  columnOf,
  dateSql,
  type FileSettings,
  fileOf,
  missingSql,
  openTable,
  reading,
  textSql,
  tickerSql,
} from './table.ts';

/** From `from` to `to`, both included; days. */
export interface Stay {
  readonly from: number;
  readonly to: number;
}

export interface Membership {
  /** By ticker; null: every ticker of the bars, always. */
  readonly stays: ReadonlyMap<string, readonly Stay[]> | null;
  readonly assumptions: readonly string[];
}

export async function readMembership(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  request: MarketRequest,
  identities: Identities,
): Promise<Membership> {
  const { members } = request;
  if (members.source === 'list') {
    const always = [{ from: -Infinity, to: Infinity }];
    const stocks = members.tickers.flatMap((name) => identities.stocksCalled(name));
    return { stays: new Map(stocks.map((stock) => [stock, always])), assumptions: [] };
  }
  const names = Object.keys(data.membership);
  if (names.length === 0) {
    return {
      stays: null,
      assumptions: [
        `The config names no membership of ${members.index}: every ticker of the bars is a member on every session. ` +
          'If the file was made from a list of later members, results are too good (survivorship bias).',
      ],
    };
  }
  const config = Object.hasOwn(data.membership, members.index) ? data.membership[members.index]! : null;
  if (config === null) {
    const near = nearest(members.index, names)[0];
    throw new UserError(
      'no-such-index',
      `the strategy asks for the members of ${members.index}, which is not under \`data.membership\``,
      [near ? `did you mean ${near}?` : `configured are: ${names.join(', ')}`],
    );
  }
  const setting = `data.membership.${members.index}`;
  return { stays: await readStays(duck, config, data, baseFolder, setting, request, identities), assumptions: [] };
}

async function readStays(
  duck: Duck,
  config: FilesConfig['membership'][string],
  settings: FileSettings,
  baseFolder: string,
  setting: string,
  { period }: MarketRequest,
  identities: Identities,
): Promise<Map<string, Stay[]>> {
  const table = await openTable(duck, config.path, baseFolder, settings, setting);
  const { ticker, start, end } = config.columns;
  const endColumn = identifier(columnOf(table, end, 'end'));
  const rows = await reading(table, () =>
    duck.rows(
      `SELECT ${tickerSql(table, ticker)} AS ticker, ${dateSql(table, start, 'start')} - DATE '1970-01-01' AS first, ` +
        `${dateSql(table, end, 'end')} - DATE '1970-01-01' AS last, ` +
        `${endColumn} IS NULL OR ${missingSql(`${endColumn}::VARCHAR`)} AS still, ${endColumn}::VARCHAR, ` +
        `${textSql(table, start, 'start')} FROM ${table.relation} ORDER BY ticker, first`,
    ),
  );

  const from = fromIsoDay(period.from);
  const to = fromIsoDay(period.to);
  const stays = new Map<string, Stay[]>();
  for (const [name, first, last, still, endText, startText] of rows) {
    if (name === null || name === '') throw new UserError('no-ticker', `${fileOf(table)} has a row without a ticker`);
    if (first === null || (last === null && `${still}` !== 'true')) {
      const [column, text] = first === null ? [start, startText] : [end, endText];
      throw new UserError('bad-date', `${fileOf(table)}: the \`${column}\` of ${name} is "${text ?? ''}", no date`);
    }
    const stay = {
      from: Number(first),
      to: last === null ? Infinity : Number(last) - (config.end_means === 'first_day_out' ? 1 : 0),
    };
    if (last !== null && Number(last) < stay.from) {
      throw new UserError(
        'bad-membership',
        `${fileOf(table)}: ${name} leaves on ${toIsoDay(Number(last))}, before it joins on ${toIsoDay(stay.from)}`,
      );
    }
    for (const { stock, ...own } of identities.staysOf(String(name), stay)) {
      if (own.from > to || own.to < from) continue;
      stays.set(stock, [...(stays.get(stock) ?? []), own]);
    }
  }
  if (stays.size > 0) return stays;
  throw new UserError('no-members', `${fileOf(table)} has no member between ${period.from} and ${period.to}`);
}

/** Tickers of the run, ascending: those that belong and have bars. What is missing is told. */
export function chooseTickers(
  membership: Membership,
  available: readonly string[],
  request: MarketRequest,
): { tickers: string[]; assumptions: string[] } {
  const { stays } = membership;
  if (stays === null) return chooseAll(available, request.benchmark);
  const have = new Set(available);
  const tickers = available.filter((ticker) => stays.has(ticker));
  const without = [...stays.keys()].filter((ticker) => !have.has(ticker)).sort();
  if (tickers.length === 0) {
    const near = without.slice(0, 3).flatMap((ticker) => nearest(ticker, available, 1));
    throw new UserError('no-bars', `none of ${counted(stays.size, 'member')} has a bar: ${listed(without)}`, [
      near.length > 0 ? `the bars have ${near.join(', ')}` : `the bars have ${listed(available, 5)}`,
    ]);
  }
  const of = request.members.source === 'list' ? 'stocks of the list' : `members of ${request.members.index}`;
  return {
    tickers,
    assumptions:
      without.length === 0
        ? []
        : [
            `${without.length} of ${stays.size} ${of} in the period have no bars and are left out (survivorship bias ` +
              `is possible): ${listed(without)}.`,
          ],
  };
}

/** The benchmark is what the stocks are measured by: it is none of them. */
function chooseAll(
  available: readonly string[],
  benchmark: string | null,
): { tickers: string[]; assumptions: string[] } {
  const tickers = available.filter((ticker) => ticker !== benchmark);
  if (tickers.length === 0) throw new UserError('no-bars', `the bars hold nothing but ${benchmark}, the benchmark`);
  const leftOut = tickers.length < available.length;
  return {
    tickers,
    assumptions: leftOut ? [`${benchmark} is among the bars and, being the benchmark, is no member.`] : [],
  };
}

/** Stock-major; 1 on the sessions a stock belongs. */
export function membersOn({ stays }: Membership, { sessions, tickers }: Axes): Uint8Array {
  const members = new Uint8Array(tickers.length * sessions.length);
  if (stays === null) return members.fill(1);
  for (const [stock, ticker] of tickers.entries()) {
    const start = stock * sessions.length;
    for (const { from, to } of stays.get(ticker) ?? []) {
      const first = sessions.findIndex((day) => day >= from);
      const last = sessions.findLastIndex((day) => day <= to);
      if (first >= 0 && first <= last) members.fill(1, start + first, start + last + 1);
    }
  }
  return members;
}
