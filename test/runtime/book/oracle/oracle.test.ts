/**
 * The engine against the oracle, for whatever strategy on whatever market. `BOOK_CASES=10000` asks for more of them, and
 * `BOOK_CASES=1 BOOK_FROM=1234` for the one that failed.
 */
import { describe, expect, it } from 'vitest';
import { caseOf } from './cases.ts';
import { differences, runEngine, unconserved } from './compare.ts';

const CASES = Number(process.env.BOOK_CASES ?? 800);
const FROM = Number(process.env.BOOK_FROM ?? 0);
const TIME = 60_000 + 60 * CASES;

/** The first seed of which something is told, with it. */
function firstTold(tell: (seed: number) => readonly string[]): string | null {
  for (let seed = FROM; seed < FROM + CASES; seed++) {
    const told = tell(seed);
    if (told.length > 0) return `case ${seed}: ${told.slice(0, 5).join('\n')}`;
  }
  return null;
}

describe(`${CASES} random strategies on random markets`, () => {
  it('every column of the ledger is what docs/book.md says, to 1e-12', { timeout: TIME }, () => {
    expect(firstTold((seed) => differences(caseOf(seed)))).toBeNull();
  });

  it('equity changes by what positions made less what was paid', { timeout: TIME }, () => {
    expect(firstTold((seed) => unconserved(caseOf(seed)))).toBeNull();
  });

  it('a book that is saved and gone on with has the same bits', { timeout: TIME }, () => {
    const told = firstTold((seed) => {
      const each = caseOf(seed);
      const savedAt = seed % each.sessions.length;
      expect(runEngine(each, savedAt), `case ${seed}, saved before session ${savedAt}`).toEqual(runEngine(each));
      return [];
    });
    expect(told).toBeNull();
  });
});

describe('the cases', () => {
  it('see every rule at work', () => {
    const seen = new Set<string>();
    for (let seed = FROM; seed < FROM + CASES; seed++) {
      const { decisions, cuts, ended } = runEngine(caseOf(seed));
      for (const name of cuts.names) seen.add(name.split(' ')[0]!);
      for (const { resumed, whyNot, flat } of decisions.flags) {
        if (resumed) seen.add('resumed');
        if (flat) seen.add('flat');
        if (whyNot !== null) seen.add(whyNot);
      }
      for (const stops of decisions.stops) for (const { text } of stops) seen.add(text);
      if (decisions.scale.some((scale) => scale > 0 && scale !== 1)) seen.add('scale');
      expect([null, 'equity-lost', 'weights-failed'], `case ${seed}`).toContain(ended);
    }
    const rules = [
      ...['weight', 'volume', 'correlation', 'names', 'sector', 'beta', 'net', 'gross', 'value_at_risk'],
      ...['expected_shortfall', 'turnover', 'participation', 'position_return', 'position_drawdown', 'position_age'],
      ...['drawdown', 'day_return', 'sharpe', 'resumed', 'flat', 'scale'],
      ...['empty cross-section', 'not scheduled', 'within drift'],
    ];
    expect(rules.filter((rule) => CASES >= 800 && !seen.has(rule))).toEqual([]);
  });
});
