/** SARIF's own types (compiled against in `sarif.ts`) say what may stand where; these say what does. */
import { expect, test } from 'vitest';
import { toSarif } from '../../compiler/sarif.ts';
import { compileText, variant } from './support.ts';

const sarifOf = (text: string) => toSarif([compileText(text)], '1.2.3').runs[0]!;

test('a result for each diagnostic, at its place, with the second place and the hints', () => {
  const run = sarifOf(variant('  portfolio {\n    long top 10 by prediction where next_return > 0% gross 50%\n  }'));
  expect(run.tool.driver).toMatchObject({ name: 'strat', version: '1.2.3' });
  expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual(['looks-ahead']);
  const [result] = run.results!;
  expect(run.results).toHaveLength(1);
  expect(result).toMatchObject({ ruleId: 'looks-ahead', ruleIndex: 0, level: 'error' });
  expect(result?.locations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'mine.strat' },
    region: { startLine: 5, startColumn: 37, endLine: 5, endColumn: 48 },
  });
  expect(result?.message.text).toContain('the loss and the metrics hold predictions to it');
  expect(result?.relatedLocations?.length).toBeGreaterThan(0);
  expect(result?.relatedLocations?.[0]?.message?.text).toContain('the label is declared here');
});

test('an accepted warning is a suppressed result with the reason', () => {
  const accepting = (allow: string) =>
    variant(`  execution {\n    decide at close\n    fill at close\n    ${allow}\n  }`);
  const [open] = sarifOf(accepting('')).results!;
  expect(open).toMatchObject({ ruleId: 'same-close-fill', level: 'warning' });
  expect(open?.suppressions).toBeUndefined();
  const [accepted] = sarifOf(accepting('allow same_close_fill "the closing auction"')).results!;
  expect(accepted?.suppressions).toEqual([{ kind: 'inSource', justification: 'the closing auction' }]);
});

test('names that are no URI are escaped; a file that could not be read is a notification, not a result', () => {
  const { runs } = toSarif([compileText('', { file: 'my book.strat' }), { problem: 'there is no file x' }], '1');
  expect(runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('my%20book.strat');
  expect(runs[0]?.invocations?.[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ message: { text: 'there is no file x' } }],
  });
});

test('what can be done about it is there with its edits', () => {
  const text = variant('model { hiden 8 }');
  const [run] = toSarif([compileText(text)], '0').runs;
  const [fix] = run?.results?.[0]?.fixes ?? [];
  expect(fix?.description?.text).toBe('change to `hidden`');
  const [change] = fix?.artifactChanges ?? [];
  expect(change?.artifactLocation.uri).toBe('mine.strat');
  const column = text.split('\n')[3]!.indexOf('hiden') + 1;
  expect(change?.replacements).toEqual([
    {
      deletedRegion: { startLine: 4, startColumn: column, endLine: 4, endColumn: column + 5 },
      insertedContent: { text: 'hidden' },
    },
  ]);
});
