import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../compiler/diagnostic.ts';
import { toJson } from '../../compiler/json.ts';
import { renderDiagnostics } from '../../compiler/render.ts';
import { compileText, variant } from './support.ts';

const FILE = 'a.strat';

/** The text with one stretch in «guillemets», underlined. */
function at(marked: string, more: Partial<Diagnostic> = {}) {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const diagnostic: Diagnostic = {
    code: 'unknown-name',
    severity: 'error',
    message: 'message',
    span: { file: FILE, start, end },
    label: 'here',
    related: [],
    hints: [],
    remedies: [],
    ...more,
  };
  return { diagnostic, sources: new Map([[FILE, text]]) };
}

function shown(marked: string, more: Partial<Diagnostic> = {}): string[] {
  const { diagnostic, sources } = at(marked, more);
  return renderDiagnostics([diagnostic], sources, { color: false }).split('\n').slice(1);
}

describe('places', () => {
  test('a word on a line', () => {
    expect(shown('one\ntwo «three» four')).toEqual([' ┌─ a.strat:2:5', '2│ two three four', ' │     ^^^^^ here']);
  });

  test('tabs are written out', () => {
    expect(shown('\ta\t«b»')).toEqual([' ┌─ a.strat:1:4', '1│     a   b', ' │         ^ here']);
  });

  test('wide characters take two columns, marks that combine none', () => {
    expect(shown('日本 «x»')[2]).toBe(' │      ^ here');
    expect(shown('x «日本»')[2]).toBe(' │   ^^^^ here');
    expect(shown('e\u0301 «x»')[2]).toBe(' │   ^ here');
    expect(shown('🚀 «x»')[0]).toBe(' ┌─ a.strat:1:3');
  });

  test('CRLF', () => {
    expect(shown('one\r\n«two»\r\nthree')).toEqual([' ┌─ a.strat:2:1', '2│ two', ' │ ^^^ here']);
  });

  test('several lines show the first and the last', () => {
    expect(shown('a «b(\n  c,\n  d)» e')).toEqual([
      ' ┌─ a.strat:1:3',
      '1│ a b(',
      ' │   ^^',
      ' │ …',
      '3│   d) e',
      ' │   ^^ here',
    ]);
  });

  test('the end of the file, and an empty stretch', () => {
    expect(shown('ab«»')).toEqual([' ┌─ a.strat:1:3', '1│ ab', ' │   ^ here']);
  });

  test('a long line is cut around the place', () => {
    const lines = shown(`${'x '.repeat(400)}«word»${' y'.repeat(400)}`);
    expect(lines[1]?.length).toBeLessThan(120);
    const [, source = '', marks = ''] = lines;
    expect(source.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('word');
    expect(source).toMatch(/^1│ ….*…$/);
  });

  test('the gutter is as wide as the greatest number', () => {
    const text = `${'\n'.repeat(8)}«a»\nb`;
    const related = [{ span: { file: FILE, start: 10, end: 11 }, message: 'there' }];
    expect(shown(text, { related })).toEqual([
      '  ┌─ a.strat:9:1',
      ' 9│ a',
      '  │ ^ here',
      '  │',
      '10│ b',
      '  │ - there',
    ]);
  });

  test('two places on one line share it', () => {
    const related = [{ span: { file: FILE, start: 0, end: 1 }, message: 'first' }];
    expect(shown('a = «a»', { related })).toEqual([' ┌─ a.strat:1:5', '1│ a = a', ' │     ^ here', ' │ - first']);
  });

  test('control characters do not reach the terminal', () => {
    expect(shown('«a\u001b[31m»').join('\n')).not.toContain('\u001b');
  });

  test('colours are opt-in', () => {
    const { diagnostic, sources } = at('«a»');
    expect(renderDiagnostics([diagnostic], sources, { color: true })).toContain('\u001b[');
  });
});

test('thousands of errors are counted, not listed', () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => `x${index} = unknown_${index} / 2`);
  const { diagnostics, sources } = compileText(variant(lines.join('\n')));
  expect(diagnostics).toHaveLength(10_000);
  const text = renderDiagnostics(diagnostics, sources, { color: false });
  expect(text.split('\n').at(-1)).toBe('… and 9,950 more errors');
});

test('JSON is shaped like the Language Server Protocol', () => {
  const text = variant('costs { spread 5 }');
  const { diagnostics, sources } = compileText(text);
  expect(toJson(diagnostics, sources)).toEqual([
    {
      file: 'mine.strat',
      range: { start: { line: 3, character: 15 }, end: { line: 3, character: 16 } },
      severity: 1,
      code: 'unit-missing',
      source: 'strat',
      message: '5 of what? `spread` needs a unit',
      relatedInformation: [],
      data: {
        label: 'write 5 bps or 5%',
        hints: [],
        fixes: ['5 bps', '5%'].map((newText) => ({
          title: `change to \`${newText}\``,
          safe: false,
          edits: [
            {
              file: 'mine.strat',
              range: { start: { line: 3, character: 15 }, end: { line: 3, character: 16 } },
              newText,
            },
          ],
        })),
      },
    },
  ]);
});
