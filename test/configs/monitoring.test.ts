/** `monitoring`: who is told of what. */
import { expect, test } from 'vitest';
import { parseConfig, renderConfigProblems } from '../../configs/load.ts';

function monitoring(text: string) {
  const result = parseConfig(`data: { source: synthetic }\nmonitoring: ${text}\n`, 'x.yaml');
  return 'problems' in result ? result.problems.map(({ message }) => message) : result.config.monitoring;
}

test('what is not said: a log of two years, figures beside the ledger, nobody told', () => {
  expect(monitoring('{}')).toEqual({
    log: { level: 'info', keep_months: 24 },
    metrics_folder: null,
    silence_hours: 4,
    tell: [],
  });
});

test('a hook is told of what has gone wrong, unless it says of what', () => {
  expect(monitoring(`{ tell: [{ webhook: '\${HOOK}' }, { on: [session], command: [mail, me] }] }`)).toMatchObject({
    tell: [
      { on: ['stop', 'failure', 'stale', 'silence'], webhook: `\${HOOK}`, command: null, timeout_seconds: 10 },
      { on: ['session'], webhook: null, command: ['mail', 'me'] },
    ],
  });
});

test.each([
  ['{ tell: [{ on: [stop] }] }', '`monitoring.tell.0`: each needs either `webhook` or `command`'],
  [
    '{ tell: [{ webhook: "https://x.y", command: [a] }] }',
    '`monitoring.tell.0`: each needs either `webhook` or `command`',
  ],
  [
    '{ tell: [{ webhook: "$HOOK" }] }',
    `\`monitoring.tell.0.webhook\` must be an address such as https://example.org/hook or \${STRAT_WEBHOOK}, and is the text "$HOOK"`,
  ],
  ['{ tell: [{ on: [], webhook: "https://x.y" }] }', '`monitoring.tell.0.on` must be at least 1, and is a list'],
  ['{ log: { keep_months: 0 } }', '`monitoring.log.keep_months` must be at least 1, and is 0'],
])('%s', (text, message) => {
  expect(monitoring(text)).toEqual([message]);
});

test('the line of a mistake is shown without the password of an address in it', () => {
  const text = 'data: { source: synthetic }\nmonitoring: { tell: [{ webhoook: "https://me:s3cret@x.y" }] }\n';
  const result = parseConfig(text, 'x.yaml');
  const shown = 'problems' in result ? renderConfigProblems(result.problems, text, 'x.yaml') : '';
  expect(shown).toContain('webhoook: "https://…@x.y"');
});
