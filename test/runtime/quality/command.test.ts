import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../../support/command.ts';

const CONFIG = 'data:\n  source: csv\n  bars: { path: bars.csv, close_adjusted_for: splits }\n';
/** The third day is missing of A; B has a high below its low. */
const BARS = `ticker,date,open,high,low,close,volume
A,2024-01-02,10,11,9,10,5
A,2024-01-03,10,11,9,10.5,5
A,2024-01-05,10,11,9,10,5
B,2024-01-02,20,19,21,20,5
B,2024-01-04,20,22,19,21,5
`;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  place.write('bars.csv', BARS);
  place.write('c.yaml', CONFIG);
});
afterAll(() => place.remove());

describe('strat data quality', () => {
  it('lists every finding, and fails by its exit code when a rule does', async () => {
    const { code, stdout, stderr } = await place.strat('data', 'quality', '--config', 'c.yaml');
    expect(stderr).toBe('');
    expect(stdout).toContain('data quality: 5 bars of 2 tickers\n');
    expect(stdout).toContain('  B on 2024-01-02: high 19, low 21\n');
    expect(stdout).toContain('  A on 2024-01-04: 1 missing\n');
    expect(code).toBe(4);
  });

  it('as JSON, of the tickers named', async () => {
    const { code, stdout } = await place.strat('data', 'quality', 'A', '--config', 'c.yaml', '--json');
    const finding = { rule: 'gaps', ticker: 'A', from: '2024-01-04', to: '2024-01-04', bars: 1, value: 1, limit: 0 };
    expect(JSON.parse(stdout)).toMatchObject({ tickers: 1, bars: 3, rules: [{ rule: 'gaps' }], findings: [finding] });
    expect(code).toBe(0);
  });

  it('has nothing to say of a made-up market', async () => {
    const { code, stderr } = await place.strat('data', 'quality');
    expect(stderr).toContain('there are no bars to check');
    expect(code).not.toBe(0);
  });
});
