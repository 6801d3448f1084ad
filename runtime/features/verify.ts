/** What a person has to know when a plan and a market do not fit together: no universe, or a window without data. */
import { membersText, type Plan, rangesText } from '../../compiler/plan.ts';
import { isWithin, sessionsOf } from '../folds/sessions.ts';
import { type Market, toIsoDay } from '../market.ts';
import type { CrossSections } from '../models/model.ts';
import { UserError } from '../ports.ts';

/** A universe that is empty on some sessions is legal and reported by the book; one that always is, is not. */
export function verifyUniverse(plan: Plan, market: Market, eligible: Uint8Array): void {
  if (eligible.includes(1)) return;
  const { members, require } = plan.universe;
  const called = membersText(members, { index: (name) => name, list: () => 'your list of tickers' });
  if (!market.members.includes(1)) {
    throw new UserError('universe-empty', `the universe is empty: no stock of this market is a member of ${called}`, [
      `the market has ${market.tickers.length} stocks on ${span(market)}`,
      'compare the tickers and dates of the membership with those of the bars',
    ]);
  }
  throw new UserError(
    'universe-empty',
    `the universe is empty: no member of ${called} meets ${require.length === 1 ? 'the `require`' : `all ${require.length} \`require\``} on any session`,
    [
      'a condition that is missing is not met: a mean over 20d needs 20 sessions without a gap',
      'check the unit of the columns that `require` reads, such as volume in shares, not in lots',
    ],
  );
}

/** Each window of every fold must have a cross-section, or there is nothing to learn from or to judge on. */
export function verifyCrossSections(plan: Plan, market: Market, eligible: Uint8Array, sections: CrossSections): void {
  const { folds } = plan.split;
  for (const [k, fold] of folds.entries()) {
    for (const name of ['train', 'validate', 'test'] as const) {
      const called = `${name}${folds.length > 1 ? ` of fold ${k + 1}` : ''} (${rangesText(fold[name])})`;
      const within = sessionsOf(fold[name], market.sessions);
      if (within.every(({ first, end }) => first === end)) throw noSession(called, name, market);
      if (sections.sessions.some((session) => isWithin(within, session))) continue;
      throw new UserError(
        'no-cross-section',
        `not one stock can be predicted in ${called}: none is eligible with every feature present over ${plan.model.window} sessions`,
        reasons(plan, market, eligible, within[0]!.first, within.at(-1)!.end),
      );
    }
  }
}

function noSession(called: string, name: string, market: Market): UserError {
  return new UserError('no-cross-section', `the data has no session in ${called}`, [
    `it covers ${span(market)}`,
    `move ${name} of \`split\` into that period, or point the config at data that covers it`,
  ]);
}

function reasons(plan: Plan, market: Market, eligible: Uint8Array, first: number, end: number): string[] {
  const needed = plan.warmUp + 1;
  const { window } = plan.model;
  const hints: string[] = [];
  if (end < needed) {
    hints.push(
      `a prediction needs ${needed} sessions of history: ${needed - window} for the look-back of the features and ${window} for the window of the model; this window ends ${end} sessions into the data`,
      'start the data earlier (`period` and the config), or take a shorter `window`',
    );
  }
  if (!anyEligible(eligible, market.sessions.length, first, end))
    hints.push('no member meets every `require` there: is the membership known for these dates?');
  if (hints.length === 0)
    hints.push(
      'every stock has a gap within each window: a single missing bar takes a stock out for look-back + window sessions',
      'look for sessions on which most stocks have no bar, such as holidays that the calendar does not know',
    );
  return hints;
}

function anyEligible(eligible: Uint8Array, sessions: number, first: number, end: number): boolean {
  for (let start = 0; start < eligible.length; start += sessions)
    if (eligible.subarray(start + first, start + end).includes(1)) return true;
  return false;
}

function span({ sessions }: Market): string {
  if (sessions.length === 0) return 'no session at all';
  return `${sessions.length} sessions, ${toIsoDay(sessions[0]!)} .. ${toIsoDay(sessions.at(-1)!)}`;
}
