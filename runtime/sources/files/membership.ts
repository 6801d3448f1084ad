/** Who belongs, and when: stays in an index from a file, a list of the strategy, everyone there is, or some of those. */
import { type MembersSpec, membersText } from '../../../compiler/plan.ts';
import type { FilesConfig } from '../../../configs/schema.ts';
import { type Axes, fromIsoDay, toIsoDay } from '../../market.ts';
import { type MarketRequest, UserError } from '../../ports.ts';
import { counted, listed, nearest } from '../wording.ts';
import { boundOf, boundSql } from './bounds.ts';
import type { Duck } from './duck.ts';
import type { Identities } from './identity.ts';
import { ALWAYS, both, type Stay, without } from './stays.ts';
import { fileOf, openTable, reading, tickerSql } from './table.ts';

export interface Membership {
  /** Days on which a stock belongs. */
  staysOf(ticker: string): readonly Stay[];
  /** Who belongs at any time; null: whatever tickers the bars have, as far as they have stays. */
  readonly named: ReadonlySet<string> | null;
  readonly assumptions: readonly string[];
}

/** What is read of whom. */
interface Reading {
  readonly duck: Duck;
  readonly data: FilesConfig;
  readonly baseFolder: string;
  readonly identities: Identities;
  readonly period: MarketRequest['period'];
}

export async function readMembership(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  { members, period }: MarketRequest,
  identities: Identities,
): Promise<Membership> {
  return membershipOf(members, { duck, data, baseFolder, identities, period });
}

async function membershipOf(members: MembersSpec, reading: Reading): Promise<Membership> {
  switch (members.source) {
    case 'list': {
      const stocks = members.tickers.flatMap((name) => reading.identities.stocksCalled(name));
      return membershipFrom(new Map(stocks.map((stock) => [stock, ALWAYS])));
    }
    case 'constituents':
      return constituentsOf(members.index, reading);
    case 'all':
      return everyone('All tickers of the bars are members on every session: if those of failed companies are missing');
    default: {
      const [first, second] = members.of;
      return joined(members.source, await membershipOf(first, reading), await membershipOf(second, reading));
    }
  }
}

function membershipFrom(stays: ReadonlyMap<string, readonly Stay[]>): Membership {
  return { staysOf: (ticker) => stays.get(ticker) ?? [], named: new Set(stays.keys()), assumptions: [] };
}

function everyone(caveat: string): Membership {
  return {
    staysOf: () => ALWAYS,
    named: null,
    assumptions: [`${caveat}, results are too good (survivorship bias).`],
  };
}

function joined(how: 'or' | 'and' | 'and not', first: Membership, second: Membership): Membership {
  const staysOf = (ticker: string): readonly Stay[] => {
    const [a, b] = [first.staysOf(ticker), second.staysOf(ticker)];
    return how === 'or' ? [...a, ...b] : how === 'and' ? both(a, b) : without(a, b);
  };
  const named =
    how === 'or' ? eitherOf(first.named, second.named) : (first.named ?? (how === 'and' ? second.named : null));
  return {
    staysOf,
    named: named && new Set([...named].filter((ticker) => staysOf(ticker).length > 0)),
    assumptions: [...first.assumptions, ...second.assumptions],
  };
}

function eitherOf(some: Membership['named'], others: Membership['named']): Membership['named'] {
  return some === null || others === null ? null : new Set([...some, ...others]);
}

async function constituentsOf(index: string, { data, ...reading }: Reading): Promise<Membership> {
  const names = Object.keys(data.membership);
  if (names.length === 0) {
    return everyone(
      `The config names no membership of ${index}: every ticker of the bars is a member on every session. ` +
        'If the file was made from a list of later members',
    );
  }
  const config = Object.hasOwn(data.membership, index) ? data.membership[index]! : null;
  if (config === null) {
    const near = nearest(index, names)[0];
    throw new UserError(
      'no-such-index',
      `the strategy asks for the members of ${index}, which is not under \`data.membership\``,
      [near ? `did you mean ${near}?` : `configured are: ${names.join(', ')}`],
    );
  }
  const told = membershipFrom(await readStays(config, `data.membership.${index}`, { data, ...reading }));
  if (config.columns.start !== null) return told;
  const caveat = `The file of ${index} does not say since when who belongs: if it was made after the period, results are too good (survivorship bias).`;
  return { ...told, assumptions: [caveat] };
}

async function readStays(
  config: FilesConfig['membership'][string],
  setting: string,
  { duck, data, baseFolder, identities, period }: Reading,
): Promise<Map<string, Stay[]>> {
  const table = await openTable(duck, config.path, baseFolder, data, setting);
  const { ticker, start, end } = config.columns;
  const rows = await reading(table, () =>
    duck.rows(
      `SELECT ${tickerSql(table, ticker)} AS ticker, ${boundSql(table, start, 'start')}, ${boundSql(table, end, 'end')} ` +
        `FROM ${table.relation} ORDER BY 1, 2`,
    ),
  );

  const from = fromIsoDay(period.from);
  const to = fromIsoDay(period.to);
  const stays = new Map<string, Stay[]>();
  for (const [name, first, firstText, last, lastText] of rows) {
    if (name === null || name === '') throw new UserError('no-ticker', `${fileOf(table)} has a row without a ticker`);
    const of = String(name);
    const joins = boundOf(first, start === null ? firstText : (firstText ?? ''), { table, column: start, of });
    const leaves = boundOf(last, lastText, { table, column: end, of });
    if (joins !== null && leaves !== null && leaves < joins) {
      throw new UserError(
        'bad-membership',
        `${fileOf(table)}: ${of} leaves on ${toIsoDay(leaves)}, before it joins on ${toIsoDay(joins)}`,
      );
    }
    const stay = {
      from: joins ?? -Infinity,
      to: leaves === null ? Infinity : leaves - (config.end_means === 'first_day_out' ? 1 : 0),
    };
    for (const { stock, ...own } of identities.staysOf(of, stay)) {
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
  const { staysOf, named } = membership;
  const belonging = available.filter((ticker) => staysOf(ticker).length > 0);
  if (named === null) return chooseAll(belonging, request.benchmark);
  const have = new Set(available);
  const absent = [...named].filter((ticker) => !have.has(ticker)).sort();
  if (belonging.length === 0) {
    const near = absent.slice(0, 3).flatMap((ticker) => nearest(ticker, available, 1));
    throw new UserError('no-bars', `none of ${counted(named.size, 'member')} has a bar: ${listed(absent)}`, [
      near.length > 0 ? `the bars have ${near.join(', ')}` : `the bars have ${listed(available, 5)}`,
    ]);
  }
  const of = membersText(request.members, {
    index: (name) => `members of ${name}`,
    list: () => 'stocks of the list',
  });
  return {
    tickers: belonging,
    assumptions:
      absent.length === 0
        ? []
        : [
            `${absent.length} of ${named.size} ${of} in the period have no bars and are left out (survivorship bias ` +
              `is possible): ${listed(absent)}.`,
          ],
  };
}

/** The benchmark is what the stocks are measured by: it is none of them. */
function chooseAll(
  available: readonly string[],
  benchmark: string | null,
): { tickers: string[]; assumptions: string[] } {
  const tickers = available.filter((ticker) => ticker !== benchmark);
  if (tickers.length === 0) {
    const except = available.length === 0 ? '' : ` but ${benchmark}, the benchmark`;
    throw new UserError('no-bars', `of those that have bars none is a member${except}`);
  }
  const leftOut = tickers.length < available.length;
  return {
    tickers,
    assumptions: leftOut ? [`${benchmark} is among the bars and, being the benchmark, is no member.`] : [],
  };
}

/** Stock-major; 1 on the sessions a stock belongs. */
export function membersOn({ staysOf }: Membership, { sessions, tickers }: Axes): Uint8Array {
  const members = new Uint8Array(tickers.length * sessions.length);
  for (const [stock, ticker] of tickers.entries()) {
    const start = stock * sessions.length;
    for (const { from, to } of staysOf(ticker)) {
      const first = sessions.findIndex((day) => day >= from);
      const last = sessions.findLastIndex((day) => day <= to);
      if (first >= 0 && first <= last) members.fill(1, start + first, start + last + 1);
    }
  }
  return members;
}
