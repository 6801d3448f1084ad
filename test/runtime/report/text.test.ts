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
