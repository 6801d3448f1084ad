import { describe, expect, test } from 'vitest';
import { analyse } from '../../../compiler/service/analysis.ts';
import { resolver } from '../support.ts';

/** Each symbol of the text as `kind name: lines`, the lines of declarations marked. */
function symbolsOf(text: string, libraries: Readonly<Record<string, string>> = {}): readonly string[] {
  const { symbols } = analyse({ file: 'mine.strat', text }, resolver(libraries));
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return symbols.all
    .filter(({ kind }) => kind !== 'field' && kind !== 'function')
    .map(({ kind, name, occurrences }) => {
      const lines = occurrences
        .filter(({ span }) => span.file === 'mine.strat')
        .map(({ span, declares }) => `${lineOf(span.start)}${declares ? '*' : ''}`);
      return `${kind} ${name}: ${lines.join(' ')}`;
    });
}

describe('one name, one symbol', () => {
  test('through extends: a param, a feature and a portfolio that an heir gives another value', () => {
    const text = `strategy old {
  param k = 20
  features {
    fast = returns(close, 1d)
    slow = mean(fast, 5d)
  }
  portfolio quick { long top k by fast gross 50% }
}
strategy young extends old {
  param k = 10
  features {
    fast = returns(close, 2d)
    no slow
  }
  portfolio quick { long top k by prediction gross 50% }
}`;
    expect(symbolsOf(text)).toEqual([
      'strategy old: 1* 9',
      'param k: 2* 7 10* 15',
      'feature fast: 4* 5 7 12*',
      'feature slow: 5* 13',
      'portfolio quick: 7* 15*',
      'strategy young: 9*',
    ]);
  });

  test('through include: a feature of a library by which the strategy means its own', () => {
    const shelf = 'features shelf {\n  fast = returns(close, 1d)\n  slow = mean(fast, 5d)\n}\n';
    const text = `use shelf

strategy s {
  features {
    include shelf
    fast = returns(close, 3d)
    both = fast + slow
  }
}`;
    expect(symbolsOf(text, { shelf })).toEqual([
      'library shelf: 1',
      'strategy s: 3*',
      'block shelf: 5',
      'feature fast: 6* 7',
      'feature both: 7*',
      'feature slow: 7',
    ]);
  });

  test('two strategies that have nothing to do with each other mean two things', () => {
    const text = 'strategy a {\n  param k = 1\n}\nstrategy b {\n  param k = 2\n}\n';
    expect(symbolsOf(text)).toEqual(['strategy a: 1*', 'param k: 2*', 'strategy b: 4*', 'param k: 5*']);
  });
});

test('tickers, calendars, methods and words of settings are no symbols, whatever they are called', () => {
  const text = `members tech = [AAPL, k]
strategy s {
  param k     = 1
  param equal = 2
  param XNYS  = 3
  param flat  = tech
  universe {
    members  tech and not [k]
    calendar XNYS
  }
  portfolio {
    weight equal
    smooth ewma(k)
  }
}`;
  expect(symbolsOf(text)).toEqual([
    'members tech: 1* 8',
    'strategy s: 2*',
    'param k: 3* 13',
    'param equal: 4*',
    'param XNYS: 5*',
    'param flat: 6*',
  ]);
});

test('a circle of extends, and ten thousand in a row from the last to the first, end', () => {
  expect(symbolsOf('strategy a extends b {\n}\nstrategy b extends a {\n}\n')).toEqual([
    'strategy a: 1* 3',
    'strategy b: 1 3*',
  ]);
  const chain = Array.from({ length: 10_000 }, (_, i) => `strategy s${i} extends s${i + 1} {\n  param k = ${i}\n}\n`);
  const { symbols } = analyse({ file: 'mine.strat', text: chain.join('') }, resolver());
  expect(symbols.all.filter(({ kind }) => kind === 'strategy')).toHaveLength(10_000);
});
