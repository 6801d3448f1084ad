import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { importResolver } from '../../runtime/cli/imports.ts';
import { KEPT_STAGES, type KeyedBy, NO_EVIDENCE, runId, type StageKeys, stageKeys } from '../../runtime/keys.ts';
import { smallStrategy } from '../support/command.ts';

function planOf(changes: Readonly<Record<string, string>> = {}): KeyedBy['plan'] {
  const { plan } = compile({
    file: 'test/small.strat',
    text: smallStrategy(changes),
    resolve: importResolver(),
    set: {},
  });
  if (plan === null) throw new Error('the small strategy does not compile');
  return plan;
}

const BASE: KeyedBy = {
  plan: planOf(),
  snapshot: 'bits',
  engine: { backend: 'tfjs-wasm', threads: 'auto' },
  evidence: NO_EVIDENCE,
  shown: ['small.strat', 'text', 'config.yaml'],
};

/** Stages whose key another input changes. */
function moved(change: Partial<KeyedBy>): string[] {
  const before = stageKeys(BASE);
  const after = stageKeys({ ...BASE, ...change });
  const keysOf = (keys: StageKeys) => ({ ...keys, model: keys.models.join() });
  return KEPT_STAGES.filter((stage) => keysOf(before)[stage] !== keysOf(after)[stage]);
}

test.each<[string, Partial<KeyedBy>, string[]]>([
  ['nothing', {}, []],
  ['the data', { snapshot: 'other bits' }, ['model', 'predictions', 'book', 'evidence', 'report']],
  [
    'the engine',
    { engine: { backend: 'tfjs-cpu', threads: 'auto' } },
    ['model', 'predictions', 'book', 'evidence', 'report'],
  ],
  ['threads', { engine: { backend: 'tfjs-wasm', threads: 1 } }, []],
  ['a comment or the name of a file', { shown: ['other.strat', 'text', 'config.yaml'] }, ['report']],
  ['how much evidence', { evidence: { level: 'quick', variants: [] } }, ['evidence', 'report']],
  ['another value to try', { evidence: { level: 'none', variants: ['k 4 hash'] } }, ['evidence', 'report']],
  [
    'a model setting',
    { plan: planOf({ 'hidden 4': 'hidden 5' }) },
    ['model', 'predictions', 'book', 'evidence', 'report'],
  ],
  ['a feature', { plan: planOf({ 'clip: 5': 'clip: 4' }) }, ['model', 'predictions', 'book', 'evidence', 'report']],
  [
    'the label',
    { plan: planOf({ '(close, 5d)': '(close, 2d)' }) },
    ['model', 'predictions', 'book', 'evidence', 'report'],
  ],
  ['k', { plan: planOf({ 'param k = 3': 'param k = 4' }) }, ['book', 'evidence', 'report']],
  ['the fill', { plan: planOf({ 'next open': 'next close' }) }, ['book', 'evidence', 'report']],
  ['a limit', { plan: planOf({ '40%': '41%' }) }, ['book', 'evidence', 'report']],
  [
    'the test window',
    { plan: planOf({ 'test      2022-01-01': 'test      2022-01-03' }) },
    ['predictions', 'book', 'evidence', 'report'],
  ],
])('%s changes just the keys of what depends on it', (_, change, stages) => {
  expect(moved(change)).toEqual(stages);
});

test('a run is named by plan, data and engine, not by how files are called', () => {
  const name = (change: Partial<KeyedBy>, mode: 'train' | 'backtest' = 'backtest') => {
    const by = { ...BASE, ...change };
    return runId(mode, by.plan, stageKeys(by));
  };
  expect(name({})).toMatch(/^[0-9a-f]{12}$/);
  expect(name({ shown: ['./small.strat', 'text', './config.yaml'] })).toBe(name({}));
  expect(name({ snapshot: 'other bits' })).not.toBe(name({}));
  expect(name({ engine: { backend: 'tfjs-cpu', threads: 'auto' } })).not.toBe(name({}));
  const more = { plan: planOf({ 'param k = 3': 'param k = 4' }) };
  expect(name(more)).not.toBe(name({}));
  expect(name(more, 'train')).not.toBe(name({}, 'train'));
  expect(name({}, 'train')).not.toBe(name({}));
});
