/**
 * The rules of quality on everything that files hold, whatever a strategy asks of them: every ticker, every day. Read in
 * groups of tickers, so that memory does not grow with the files.
 */

import { policyOf } from '../../../configs/quality.ts';
import type { FilesConfig } from '../../../configs/schema.ts';
import type { QualityRequest } from '../../ports.ts';
import { QualityCheck, type QualityReport } from '../../quality/check.ts';
import { openBars, surveyBars } from './bars.ts';
import { Duck } from './duck.ts';
import { circumstancesOf, readToCheck, showTickers } from './quality.ts';
import { chooseSessions } from './sessions.ts';

/** All days there are. */
const PERIOD = { from: '1900-01-01', to: '2100-12-31' };

/** Bars of a group, missing ones included: some 300 MB as panels. */
const MOST_BARS = 8_000_000;

export async function checkFiles(
  data: FilesConfig,
  baseFolder: string,
  { calendar, tickers: wanted }: QualityRequest,
): Promise<QualityReport> {
  const duck = await Duck.open();
  try {
    const table = await openBars(duck, data, baseFolder, null);
    const survey = await surveyBars(duck, table);
    const { sessions, closed } = chooseSessions(survey.days, { calendar, period: PERIOD });
    const some = wanted === null ? null : new Set(wanted);
    const tickers = survey.tickers.filter((ticker) => some === null || some.has(ticker));
    const together = Math.max(1, Math.floor(MOST_BARS / sessions.length));
    let check: QualityCheck | null = null;
    for (let from = 0; from < tickers.length || check === null; from += together) {
      const axes = { sessions, tickers: tickers.slice(from, from + together) };
      const read = await readToCheck(duck, data, baseFolder, { table, axes, closed, duplicates: 'missing' });
      check ??= new QualityCheck(policyOf(data.quality), circumstancesOf(read));
      showTickers(check, read);
    }
    return check.finish();
  } finally {
    duck.close();
  }
}
