import { describe, expect, it } from 'vitest';
import { buildReportInput } from '../../../runtime/report/build.ts';
import { renderTextReport } from '../../../runtime/report/text.ts';
import { blockChart } from '../../../runtime/report/textChart.ts';
import { reportFacts } from '../../support/reportFacts.ts';
import { REPORT_CASES } from './cases.ts';

describe('the report in a terminal', () => {
  it('reads like this', async () => {
    await expect(renderTextReport(buildReportInput(reportFacts(REPORT_CASES['stopped twice'])))).toMatchFileSnapshot(
      './stoppedTwice.txt',
    );
  });

  it.each(Object.entries(REPORT_CASES))('%s: at most 80 columns', (_, options) => {
    const text = renderTextReport(buildReportInput(reportFacts(options)));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('of a book that never held anything: said on top, no hit rate, and no figure of other hypotheses as its own', () => {
    const text = renderTextReport(buildReportInput(reportFacts(REPORT_CASES['never held anything'])));
    expect(text).toMatch(/^no order was ever filled: .* \(never-held\)$/ms);
    expect(text).toMatch(/^Hit rate +– /m);
    expect(text).not.toMatch(/overfitting|probability/);
  });

  it('where no rule reads the prediction: no praise of the model, and a word on the ideas that are not run', () => {
    const input = { ...buildReportInput(reportFacts()), modelRead: false };
    const text = renderTextReport(input).replace(/\s+/g, ' ');
    expect(text).not.toContain('achieved');
    expect(text).toContain('the book does not read what the model predicts');
    expect(text).toContain('of predictions that the book does not read');
    expect(text).toContain('No rule of the book reads the prediction: ridge regression');
    expect(renderTextReport(buildReportInput(reportFacts()))).toContain('achieved');
  });

  it('lets no name steer the terminal', () => {
    const text = renderTextReport(buildReportInput(reportFacts({ strategy: 'a\x1b[2Jb\u202ec' })));
    expect(text).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('blockChart', () => {
  const draw = (values: number[], width = 6, height = 2) =>
    blockChart(values, { width, height, label: (value) => String(value) }).lines;

  it('fills up to each value, the least with an eighth', () => {
    expect(draw([1, 2, 3, 4])).toEqual(['4  ▃█', '1▁▆██'].map((line) => `${line[0]} ${line.slice(1)}`));
  });

  it('lies in the middle when nothing varies', () => {
    expect(draw([5, 5])).toEqual(['5', '5 ████']);
  });
});
