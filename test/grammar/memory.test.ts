import { describe, expect, test } from 'vitest';
import { ParseMemory, type Statement } from '../../grammar/memory.ts';
import { parse } from '../../grammar/parse.ts';
import type { SourceFile } from '../../grammar/tree.ts';
import { SOURCES } from '../fuzz/sources.ts';
import { Typist } from '../support/typist.ts';

const STRATEGY = `use base

strategy mine extends base {
  param k = 20

  features {
    a = returns(close, 1d)
    b = mean(a, 5d)
  }

  label ahead = forward_return(close, 1d)

  risk {
    limit weight 20%
  }
}
`;

/** What is read with the memory of each text before it; every one as a parser without memory reads it. */
function readInTurn(...texts: readonly string[]) {
  const memory = new ParseMemory();
  return texts.map((text) => {
    const result = parse(text, 'mine.strat', memory);
    expect(result).toEqual(parse(text, 'mine.strat'));
    return result.file;
  });
}

function statementsOf(file: SourceFile): readonly Statement[] {
  const [strategy] = file.declarations;
  if (strategy?.kind !== 'strategy') throw new Error('no strategy');
  return strategy.statements.flatMap((statement): readonly Statement[] =>
    statement.kind === 'block' ? statement.statements : [statement],
  );
}

describe('a text that has changed', () => {
  test('keeps the trees of what stands where it stood', () => {
    const [before, after] = readInTurn(STRATEGY, STRATEGY.replace('weight 20%', 'weight 5%')).map(statementsOf);
    expect(before!.map((statement, i) => statement === after![i])).toEqual([true, true, true, true, false]);
  });

  test('moves the trees of what follows', () => {
    const [before, after] = readInTurn(STRATEGY, STRATEGY.replace('k = 20', 'k = 2000')).map(statementsOf);
    expect(after!.map(({ span }, i) => span.start - before![i]!.span.start)).toEqual([0, 2, 2, 2, 2]);
  });

  test.each([
    ['a brace is taken away', STRATEGY.replace('5d)\n  }', '5d)')],
    ['a brace too many', STRATEGY.replace('1d)\n', '1d)\n  }\n')],
    ['the block becomes another', STRATEGY.replace('features {', 'portfolio {')],
    ['the strategy becomes a block', STRATEGY.replace('strategy mine extends base', 'features mine')],
    ['a statement goes on over the line', STRATEGY.replace('1d)\n', '1d) +\n')],
    ['a comment swallows a line', STRATEGY.replace('b = mean', '# b = mean')],
    ['a quote is left open', STRATEGY.replace('param k', '"param k')],
    ['a block holds what was beside it', STRATEGY.replace('  label', '  costs {\n  label')],
    ['line ends are others', STRATEGY.replaceAll('\n', '\r\n')],
    ['everything stands twice', STRATEGY + STRATEGY],
    ['nothing is left', ''],
  ])('%s', (_, changed) => {
    readInTurn(STRATEGY, changed, STRATEGY);
  });
});

const SITTINGS = 100;
const KEYSTROKES = 50;

test(`${SITTINGS * KEYSTROKES} keystrokes in the texts of the repository: always what a parser without memory reads`, () => {
  for (let sitting = 0; sitting < SITTINGS; sitting++) {
    const typist = new Typist(SOURCES[(sitting * 7) % SOURCES.length]!, SOURCES, 31, sitting);
    const memory = new ParseMemory();
    for (let i = 0; i < KEYSTROKES; i++) {
      typist.type();
      const { text } = typist;
      expect(parse(text, 'f', memory), `sitting ${sitting}, keystroke ${i}`).toEqual(parse(text, 'f'));
    }
  }
});
