import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from '../../grammar/parse.ts';
import type { Block, Definition, Setting, Strategy } from '../../grammar/tree.ts';
import { expectProblems } from './marked.ts';

const S2 = readFileSync('strategies/s2_filter_negative.strat', 'utf8');

/** Block by block, the keys of its settings and the names of what it defines. */
function outline(strategy: Strategy): Record<string, string[]> {
  const blocks = strategy.statements.filter((statement): statement is Block => statement.kind === 'block');
  return Object.fromEntries(
    blocks.map((block) => [
      block.type,
      block.statements.map((s) => (s.kind === 'setting' ? s.key : s.kind === 'definition' ? s.name.text : s.kind)),
    ]),
  );
}

describe('several mistakes in one file', () => {
  it('each is found, and everything else is read', () => {
    const { file } = expectProblems(
      `use std.features.«5»
strategy mine «extend» other {
  «parm» k = 38
  param alpha = «» # forgotten
  universe {
    members sp500 as of «every» session
    benchmark SPY
    perod«»
    require raw_close >= 5 «usd»
  }
  model lstm {
    loss 0.7 * spearman_loss(temperature: 0.05«»
    optimizer adamw(«learning_rate» = 0.001)
    epochs 50, stop after 8 without «beter» rank_ic
    seed 7
  }
  «cost» {
    spread 5 bps
  }
  portfolio {
    long top k by prediction gross 65% «!!»
    «shrt» bottom k by prediction gross 35%
    weight equal
  }
  risk { limit weight 20% «30%»; limit sector «*» 2; limit turnover 50% }
}
x = 1 +«»
`
        .replace('param alpha = «»', 'param alpha =«»')
        .replace('perod«»', '«perod» 2020-01-01 .. 2021-01-01'),
      ...(['unexpected-token', 'unexpected-token', 'unknown-statement', 'unexpected-token', 'unknown-choice'] as const),
      ...(['unknown-setting', 'unknown-unit', 'unexpected-token', 'equals-in-argument', 'unexpected-token'] as const),
      ...([
        'unknown-block',
        'unexpected-character',
        'unknown-setting',
        'unexpected-token',
        'unexpected-token',
      ] as const),
      'unexpected-token',
    );
    const strategy = file.declarations[0] as Strategy;
    expect(strategy.name.text).toBe('mine');
    expect(outline(strategy)).toEqual({
      universe: ['members', 'benchmark', 'require'],
      model: ['loss', 'optimizer', 'epochs', 'seed'],
      portfolio: ['long', 'weight'],
      risk: ['limit weight', 'limit sector', 'limit turnover'],
    });
    expect((file.declarations[1] as Definition).value).toMatchObject({ kind: 'binary', right: { kind: 'missing' } });
  });

  it('a slot that could not be read is missing, one that may be left out is absent', () => {
    const { file } = expectProblems('portfolio p { long top k «gross» 65% }', 'unexpected-token');
    const { slots } = (file.declarations[0] as Block).statements[0] as Setting;
    expect(slots).toMatchObject({ count: { text: 'k' }, score: { kind: 'missing' }, gross: { kind: 'missing' } });
    expect(slots).not.toHaveProperty('filter');
  });
});

describe('mistakes with braces', () => {
  it('a brace that was not opened is supplied', () => {
    const { file } = expectProblems(
      'strategy s {\n  universe«»\n    benchmark SPY\n    calendar XNYS\n  }\n  risk {\n    limit weight 20%\n  }\n}',
      'unexpected-token',
    );
    expect(outline(file.declarations[0] as Strategy)).toEqual({
      universe: ['benchmark', 'calendar'],
      risk: ['limit weight'],
    });
  });

  it('also of a strategy', () => {
    const { file } = expectProblems(
      'strategy s extends b«»\n  risk {\n    limit weight 20%\n  }\n}',
      'unexpected-token',
    );
    expect(outline(file.declarations[0] as Strategy)).toEqual({ risk: ['limit weight'] });
  });

  it('one too many is passed over where the indentation says so', () => {
    const { file } = expectProblems(
      'strategy s {\n  universe {\n    benchmark SPY\n  }\n  «}»\n  risk {\n    limit weight 20%\n  }\n}\n',
      'unmatched-brace',
    );
    expect(outline(file.declarations[0] as Strategy)).toEqual({ universe: ['benchmark'], risk: ['limit weight'] });
  });

  it('one that was forgotten ends its block where the next begins', () => {
    const { file } = expectProblems(
      S2.replace(/(portfolio )\{/, '$1«{»').replace('rebalance every session\n  }', 'rebalance every session\n'),
      'unclosed-block',
    );
    expect(Object.keys(outline(file.declarations[0] as Strategy))).toHaveLength(9);
  });

  it('a stray one costs its statement', () => {
    const { file } = expectProblems(
      'strategy s {\n  portfolio {\n    long top k «{» by prediction gross 65%\n    weight equal\n  }\n  risk {\n    limit weight 20%\n  }\n}',
      'unexpected-token',
    );
    expect(outline(file.declarations[0] as Strategy)).toMatchObject({
      portfolio: ['long', 'weight'],
      risk: ['limit weight'],
    });
  });
});

describe('unfinished files', () => {
  it('every beginning of the target file gives a tree and at most three problems', () => {
    for (let length = 1; length < S2.length; length++) {
      const { file, problems } = parse(S2.slice(0, length), 'test.strat');
      expect(problems.length, S2.slice(0, length)).toBeLessThanOrEqual(3);
      if (length > S2.indexOf('{')) expect(file.declarations).toHaveLength(1);
    }
  });

  it('keeps what was read of a half statement', () => {
    const { file } = parse('strategy s {\n  model lstm {\n    loss 0.7 * huber(delta: 0.05', 'test.strat');
    const model = (file.declarations[0] as Strategy).statements[0] as Block;
    expect(model.statements[0]).toMatchObject({
      key: 'loss',
      slots: {
        loss: {
          kind: 'binary',
          right: { kind: 'call', arguments: [{ name: { text: 'delta' }, value: { value: 0.05 } }] },
        },
      },
    });
  });

  it('any line left out costs that line only', () => {
    const lines = S2.split('\n');
    for (let i = 0; i < lines.length; i++) {
      if (/[{}]/.test(lines[i])) continue;
      expect(parse(lines.toSpliced(i, 1).join('\n'), 'test.strat').problems).toEqual([]);
    }
  });

  it('any line broken off costs one problem', () => {
    const lines = S2.split('\n');
    for (let i = 0; i < lines.length; i++) {
      if (/[{}#]/.test(lines[i]) || lines[i].trim() === '') continue;
      for (let length = lines[i].length - 1; length > lines[i].search(/\S/); length--) {
        const text = lines.toSpliced(i, 1, lines[i].slice(0, length)).join('\n');
        const { file, problems } = parse(text, 'test.strat');
        expect(problems.length, lines[i].slice(0, length)).toBeLessThanOrEqual(1);
        const strategy = file.declarations[0] as Strategy;
        expect(strategy.statements.length, lines[i].slice(0, length)).toBeGreaterThanOrEqual(11);
      }
    }
  });
});

describe('blocks within blocks', () => {
  it('the inner one and what follows it are read where they belong', () => {
    const { file } = expectProblems(
      'strategy s {\n  model lstm {\n    seed 7\n    «costs» {\n      spread 5 bps\n    }\n    hidden 8\n  }\n  risk { limit weight 20% }\n}',
      'nested-block',
    );
    expect(outline(file.declarations[0] as Strategy)).toEqual({
      model: ['seed', 'hidden'],
      costs: ['spread'],
      risk: ['limit weight'],
    });
  });

  it('also two levels deep', () => {
    const { file } = expectProblems(
      'strategy s {\n  model lstm {\n    «costs» {\n      «risk» {\n        limit weight 5%\n      }\n      spread 5 bps\n    }\n    seed 7\n  }\n}',
      ...(['nested-block', 'nested-block'] as const),
    );
    expect(outline(file.declarations[0] as Strategy)).toEqual({
      model: ['seed'],
      costs: ['spread'],
      risk: ['limit weight'],
    });
  });

  it('a strategy within a strategy is passed over', () => {
    const { file } = expectProblems(
      'strategy s {\n  «strategy t» {\n    risk { limit weight 5% }\n  }\n  costs { spread 5 bps }\n}',
      'nested-block',
    );
    expect(file.declarations).toHaveLength(1);
    expect(outline(file.declarations[0] as Strategy)).toEqual({ costs: ['spread'] });
  });
});

describe('what is meant is read along with the problem', () => {
  it.each([
    ['risk r { limit weight «12,5%» }', 'decimal-comma', 0.125],
    ['risk r { limit weight «=» 20% }', 'sign-after-setting', 0.2],
  ] as const)('%s', (source, code, value) => {
    const { file } = expectProblems(source, code);
    const [setting] = (file.declarations[0] as Block).statements as Setting[];
    expect(setting).toMatchObject({ key: 'limit weight', slots: { limit: { kind: 'number', value } } });
  });

  it('a statement that begins behind `{` takes no deeper line along', () => {
    const source = 'strategy s {\n  model lstm { window 5d\n    «hiden» 8\n    layers 2 }\n}';
    const { file } = expectProblems(source, 'unknown-setting');
    expect(outline(file.declarations[0] as Strategy)).toEqual({ model: ['window', 'layers'] });
  });

  it.each(['x = clip(close,0,1)', 'members m = [1,2]', 'x = mean(close, 5d)\n'])(
    'no comma of a number: %s',
    (source) => {
      expectProblems(source);
    },
  );
});
