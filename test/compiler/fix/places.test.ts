/** Where lines go that a fix adds, moves or takes away. */
import { expect, test } from 'vitest';
import { applySpanEdits } from '../../../compiler/edits.ts';
import { Fixes } from '../../../compiler/fix/fix.ts';
import { tidied } from '../../../compiler/fix/tidy.ts';
import { compileGolden, compileText } from '../support.ts';

/** The text after the first fix whose title holds some words. */
function fixed(text: string, words: string): string {
  const { diagnostics, sources } = compileText(text);
  const fixes = new Fixes(sources);
  const fix = diagnostics.flatMap((diagnostic) => fixes.of(diagnostic)).find(({ title }) => title.includes(words));
  if (fix === undefined) throw new Error(`no fix is called ${words}: ${diagnostics.map(({ code }) => code)}`);
  return applySpanEdits(text, fix.edits);
}

const heir = (...lines: readonly string[]) =>
  ['use base', '', 'strategy mine extends base {', ...lines, '}', ''].join('\n');

test('an allowance stands in the block that gives the warning, last of its lines', () => {
  const text = heir('  execution {', '    decide at close', '    fill at close', '  }');
  const reason = '"TODO: why this is right here"';
  const allowed = heir(
    '  execution {',
    '    decide at close',
    '    fill at close',
    `    allow same_close_fill ${reason}`,
    '  }',
  );
  expect(fixed(text, 'allow same_close_fill')).toBe(allowed);
  expect(compileText(allowed).diagnostics).toEqual([]);
});

test('in a block on one line it goes on that line', () => {
  expect(fixed(heir('  execution { fill at close }'), 'allow same_close_fill')).toBe(
    heir('  execution { fill at close; allow same_close_fill "TODO: why this is right here" }'),
  );
});

test('what a strategy says of itself stands before its blocks and the comments above them', () => {
  const [param, comment, block] = ['  param unread = 5', '  # the book', '  paper { capital 1M USD }'];
  expect(fixed(heir(param, '', comment, block), 'allow unused_param')).toBe(
    heir(param, '', '  allow unused_param "TODO: why this is right here"', '', comment, block),
  );
});

test('a line goes with its comment; of several statements on a line one', () => {
  const twice = heir('  costs {', '    spread 5 bps # half of it', '    spread 4 bps # measured', '  }');
  expect(fixed(twice, 'remove this line')).toBe(heir('  costs {', '    spread 5 bps # half of it', '  }'));
  expect(fixed(heir('  costs { spread 5 bps; spread 4 bps }'), 'remove this line')).toBe(
    heir('  costs { spread 5 bps }'),
  );
  expect(fixed(heir('  costs { spread 5 bps; spread 4 bps; commission 1 bps }'), 'remove this line')).toBe(
    heir('  costs { spread 5 bps; commission 1 bps }'),
  );
});

test('a `use` stands behind the last one and its comment', () => {
  const text = 'use base # ours\n\nstrategy mine extends base {\n  features { include core14 }\n}\n';
  expect(fixed(text, 'use std.features.core14')).toMatch(/^use base # ours\nuse std\.features\.core14\n\nstrategy/);
});

test('lines end as those of the text do', () => {
  const text = heir('  execution {', '    decide at close', '    fill at close', '  }').replaceAll('\n', '\r\n');
  const after = fixed(text, 'allow same_close_fill');
  expect(after.replaceAll('\r\n', '')).not.toContain('\n');
});

test('a first `use` stands before the comments about the strategy, and not between them', () => {
  const text = '# ours\n\n# the one\n# of us\nstrategy mine {\n  features { include core14 }\n}\n';
  expect(fixed(text, 'use std.features.core14')).toMatch(
    /^# ours\n\nuse std\.features\.core14\n\n# the one\n# of us\nstrategy/,
  );
});

test('columns move with what stands in them, whatever the lines end with', () => {
  const lines = ['strategy mine {', '  costs {', '    spread      5 bps', '    commission  1 bps', '  }', '}', ''];
  for (const end of ['\n', '\r\n']) {
    const text = lines.join(end);
    const start = text.indexOf('commission');
    const edit = { span: { file: 'mine.strat', start, end: start + 'commission'.length }, text: 'impact' };
    expect(applySpanEdits(text, tidied([edit], text, 'mine.strat')).split(end)).toEqual([
      ...lines.slice(0, 2),
      '    spread  5 bps',
      '    impact  1 bps',
      ...lines.slice(4),
    ]);
  }
});

test('the preset stands before costs of nothing', () => {
  const { diagnostics } = compileGolden('invalid', 'costs-missing--block');
  const titles = diagnostics.find(({ code }) => code === 'costs-missing')?.remedies.map(({ title }) => title);
  expect(titles?.[0]).toMatch(/^add `use std\.costs\.us_large_cap`/);
});

test('what is wrong in a library is mended in the library', () => {
  const { diagnostics, sources } = compileText('use other\nstrategy mine extends other_base {\n}\n', {
    libraries: { other: 'strategy other_base {\n  costs { spred 5 bps }\n}\n' },
  });
  const [found] = diagnostics.filter(({ code }) => code === 'unknown-setting');
  expect(new Fixes(sources).of(found!)[0]?.edits[0]?.span.file).toBe('other.strat');
});
