import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../runtime/events.ts';
import { reportLines, summaryLines } from '../../../runtime/quality/text.ts';
import { buildReportInput } from '../../../runtime/report/build.ts';
import { renderReport } from '../../../runtime/report/report.ts';
import { lineView } from '../../../runtime/ui/lines.ts';
import { advance, BEFORE_RUN } from '../../../runtime/ui/runState.ts';
import { reportFacts } from '../../support/reportFacts.ts';
import { barsOf, check, closesOf } from './bars.ts';

/** A gap in A, and a bar of B that stops a run. */
function faulty(ticker = 'B') {
  const gappy = barsOf('A', closesOf(1).fill(Number.NaN, 10, 13));
  const wrong = barsOf(ticker, closesOf(2));
  wrong.open[5] = 0;
  return check([gappy, wrong]);
}

const SUMMARY = [
  'data quality: 1,007 bars of 2 tickers',
  '  rule             findings     bars  tickers          such as',
  '  not_positive            1        1        1  failed  B 2020-01-09',
  '  outside_range           1        1        1  kept    B 2020-01-09',
  '  gaps                    1        3        1  kept    A 2020-01-16',
];

describe('a quality report in a terminal', () => {
  it('is a table of the rules that found something, and then every finding', () => {
    const report = faulty();
    expect(summaryLines(report)).toEqual(SUMMARY);
    expect(reportLines(report).slice(SUMMARY.length, SUMMARY.length + 4)).toEqual([
      '',
      'not_positive (failed): a price that is not positive, or a negative volume',
      '  false alarms: none for shares; spreads, rates and some futures can be negative, but they are series and not bars',
      '  B on 2020-01-09: open 0',
    ]);
    expect(reportLines(report).at(-1)).toBe('  A from 2020-01-16 to 2020-01-21: 3 missing');
  });

  it('is one line when nothing was found, and none in a run', () => {
    const sound = check([barsOf('A', closesOf(1))]);
    expect(reportLines(sound)).toEqual(['505 bars of 1 ticker: no rule found anything']);
    expect(summaryLines(sound)).toEqual([]);
  });

  it('is not steered by what a vendor calls a stock', () => {
    expect(reportLines(faulty('\u001b[2JB\n')).join('')).not.toContain('\u001b');
  });
});

describe('a run', () => {
  it('shows it in its lines and on its screen', () => {
    const event: RunEvent = { type: 'data-quality', ...faulty() };
    const lines: string[] = [];
    lineView(
      (line) => lines.push(line),
      () => 0,
    )(event);
    expect(lines).toEqual([SUMMARY.join('\n')]);
    expect(advance(BEFORE_RUN, event, 0).notices).toEqual([SUMMARY.join('\n')]);
  });

  it('has it in its report: counts, what was done, and the first findings of each rule', async () => {
    const facts = reportFacts();
    const pageOf = async (quality: typeof facts.market.quality) =>
      (await renderReport(buildReportInput({ ...facts, market: { ...facts.market, quality } }))).replaceAll('\n', '');
    const page = await pageOf(faulty('<b>B</b>'));
    expect(page).toContain('1,007 bars of 2 stocks were checked before anything was adjusted.');
    expect(page).toMatch(
      /<code>gaps<\/code><\/th>.*?<td class="n">1<\/td><td class="n">3<\/td><td class="n">1<\/td><td>kept<\/td>/,
    );
    expect(page).toContain('3 missing');
    expect(page).toContain('&lt;b&gt;B&lt;/b&gt;');
    expect(await pageOf(check([barsOf('A', closesOf(1))]))).toContain('No rule found anything.');
    expect(await pageOf(null)).not.toContain('Data quality');
  });
});
