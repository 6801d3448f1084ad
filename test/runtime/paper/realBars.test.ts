/** Seven months of real bars, session by session: to the last bit what the backtest books. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { PaperDesk, replay } from '../../support/paper.ts';
import { expectSameBook } from '../../support/paperLedger.ts';
import { hasShared } from '../../support/shared.ts';

const CONFIG = fileURLToPath(new URL('../../../examples/sp500_2008_2018.yaml', import.meta.url));
const FROM = '2018-04-01';
const TO = '2018-10-31';

/** S2 as it is, book, risk and costs, with a model that trains in seconds. */
const STRATEGY = `use strategies.s2_filter_negative

strategy seven_months extends s2_filter_negative {
  universe {
    period 2015-01-01 .. 2018-12-31
  }
  model lstm {
    window 5d
    layers 1
    hidden 4
    epochs 1
  }
  split {
    train     2017-01-01 .. 2017-09-30
    validate  2017-10-01 .. 2018-03-31
    test      ${FROM} .. ${TO}
  }
}
`;

let desk: PaperDesk | null = null;
afterAll(() => desk?.remove());

test.skipIf(!hasShared)('2018-04-01 .. 2018-10-31 (needs the shared data)', { timeout: 600_000 }, async () => {
  const parsed = parseConfig(readFileSync(CONFIG, 'utf8'), CONFIG);
  if ('problems' in parsed) throw new Error('the example is no config');
  desk = PaperDesk.over(STRATEGY, await openSource(parsed.config.data, dirname(CONFIG)));
  const { market, book } = await desk.backtest();
  const clock = replay(FROM, TO);
  await desk.invoke({ clock, all: false });
  await desk.invoke({ clock });
  desk.read((ledger) => {
    expectSameBook(ledger, book, market);
    // Weekdays of April to October 2018 without Memorial, Independence and Labor Day: 21 + 22 + 21 + 21 + 23 + 19 + 23.
    expect(ledger.get('SELECT count(*) AS n FROM sessions')).toEqual({ n: 150 });
  });
});
