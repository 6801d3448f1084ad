import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format } from '../../../grammar/format/format.ts';
import { lex } from '../../../grammar/lexer.ts';
import { parse } from '../../../grammar/parse.ts';

const SHIPPED = globSync('{strategies,examples,stdlib}/**/*.strat').toSorted();
const GOLDEN = globSync('test/golden/{valid,libraries,invalid}/*.strat').toSorted();
const read = (path: string) => readFileSync(path, 'utf8');
const READABLE = [...SHIPPED, ...GOLDEN].map(read).filter((text) => parse(text, 'x').problems.length === 0);

function formatted(text: string): string {
  const result = format(text, 'test.strat');
  if (result.text === null) throw new Error(`${JSON.stringify(result.problems)}\n${text}`);
  return result.text;
}

/** The tree without its spans. */
function shape(text: string): string {
  const { file, problems } = parse(text, 'test.strat');
  return JSON.stringify([file, problems], (key, value) => (/span$/i.test(key) ? undefined : value));
}

const commentsOf = (text: string) => lex(text, 'x').comments.map(({ image }) => image.trimEnd());

function expectSound(text: string): void {
  const once = formatted(text);
  expect(shape(once)).toBe(shape(text));
  expect(commentsOf(once)).toEqual(commentsOf(text));
  expect(formatted(once)).toBe(once);
  expect(once).toMatch(/[^\n]\n$/);
  expect(once).not.toMatch(/[ \t\r]\n|\n\n\n|^\n/);
}

describe('what we ship', () => {
  it.each(SHIPPED)('%s is in canonical layout', (path) => {
    const text = read(path);
    expect(formatted(text)).toBe(text);
  });
});

/** Puts comments, empty lines and blanks between the tokens of a text wherever its statements stay what they are. */
function scattered(source: string, noise: readonly (readonly [number, string])[]): string {
  const { tokens } = lex(source, 'x');
  const ends = tokens.map(({ startOffset, image }) => startOffset + image.length).toSorted((a, b) => b - a);
  const pieces = new Map(noise.map(([at, piece]) => [ends[at % ends.length], piece]));
  return ends.reduce((text, end) => {
    const piece = pieces.get(end);
    return piece === undefined ? text : text.slice(0, end) + piece + text.slice(end);
  }, source);
}

const PIECES = [
  ' # a',
  '  #b ',
  '\n# own line\n',
  '\n\n\n  # apart\n\n\n',
  '   ',
  '\t',
  '\n',
  '\n\n\n\n',
  ';',
  '\r\n\r\n',
];

describe('any text', () => {
  it.each([...SHIPPED, ...GOLDEN].filter((path) => parse(read(path), 'x').problems.length === 0))('%s', (path) => {
    expectSound(read(path));
    expectSound(read(path).replaceAll('\n', '\r\n'));
  });

  it('with comments and empty lines anywhere: same meaning, every comment once and in order, stable', () => {
    let kept = 0;
    const noise = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...READABLE), noise, (source, pieces) => {
        const text = scattered(source, pieces);
        // What a piece has broken is nobody's layout; a comment swallows what follows it on its line.
        if (parse(text, 'x').problems.length > 0) return;
        kept++;
        expectSound(text);
      }),
      { numRuns: 4000, seed: 16 },
    );
    expect(kept).toBeGreaterThan(500);
  });
});

describe('layout', () => {
  it('comments keep their places', () => {
    const text = `# of the file

use a.b # why a.b
# of the strategy
strategy s extends p { # behind the brace
  param k=38 in 5..100 # how many
  param alpha=0.15 # how fast


  # before risk
  risk {
    # alone in front
    limit weight 20% # most

    # before the end
  } # behind the end
  # last of the strategy
}
# last of the file`;
    expect(formatted(text)).toMatchInlineSnapshot(`
      "# of the file

      use a.b  # why a.b

      # of the strategy
      strategy s extends p {  # behind the brace
        param k     = 38 in 5 .. 100  # how many
        param alpha = 0.15            # how fast

        # before risk
        risk {
          # alone in front
          limit weight 20%  # most

          # before the end
        }  # behind the end
        # last of the strategy
      }
      # last of the file
      "
    `);
  });

  it('neighbours stand in columns, up to an empty line', () => {
    expect(
      formatted(
        'features f {\na=returns(close,1d)\nlonger=returns(close,5d)\n\nlongest_name=close/mean(close,5d)-1\n}\nportfolio p {\nlong top 5 by prediction gross 50%\nshort bottom 5 by prediction where prediction<0% gross 50%\nweight equal\n}',
      ),
    ).toMatchInlineSnapshot(`
      "features f {
        a      = returns(close, 1d)
        longer = returns(close, 5d)

        longest_name = close / mean(close, 5d) - 1
      }

      portfolio p {
        long   top 5    by prediction                          gross 50%
        short  bottom 5 by prediction where prediction < 0%    gross 50%
        weight equal
      }
      "
    `);
  });

  it('what is too long breaks between its parts', () => {
    const tickers = Array.from({ length: 30 }, (_, i) => `T${i}`).join(', ');
    const long = 'aaaaaaaaaaaaaaaaaaaaaaaaa';
    expect(
      formatted(
        `members many = [${tickers}]\nscore = ${long} * ${long} + ${long} - mean(${long}, 5d) / ${long}\nother = zscore_over(${long} + ${long}, ${long}, ${long} + ${long}, ${long})\nportfolio p { long top 5 by prediction where ${long} < ${long} and ${long} > ${long} gross 50% }`,
      ),
    ).toMatchInlineSnapshot(`
      "members many = [
        T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19, T20,
        T21, T22, T23, T24, T25, T26, T27, T28, T29
      ]
      score = aaaaaaaaaaaaaaaaaaaaaaaaa * aaaaaaaaaaaaaaaaaaaaaaaaa
        + aaaaaaaaaaaaaaaaaaaaaaaaa
        - mean(aaaaaaaaaaaaaaaaaaaaaaaaa, 5d) / aaaaaaaaaaaaaaaaaaaaaaaaa
      other = zscore_over(
        aaaaaaaaaaaaaaaaaaaaaaaaa + aaaaaaaaaaaaaaaaaaaaaaaaa,
        aaaaaaaaaaaaaaaaaaaaaaaaa,
        aaaaaaaaaaaaaaaaaaaaaaaaa + aaaaaaaaaaaaaaaaaaaaaaaaa,
        aaaaaaaaaaaaaaaaaaaaaaaaa
      )

      portfolio p {
        long top 5
          by prediction where aaaaaaaaaaaaaaaaaaaaaaaaa < aaaaaaaaaaaaaaaaaaaaaaaaa
            and aaaaaaaaaaaaaaaaaaaaaaaaa > aaaaaaaaaaaaaaaaaaaaaaaaa
          gross 50%
      }
      "
    `);
  });

  it('comments within a statement stay with their part', () => {
    expect(
      formatted(
        'members few = [\n  AAPL, # phones\n  MSFT # windows\n  # and no more\n]\nloss_ = 0.7 * a # ranks\n  + 0.3 * b # sizes\nk = # why\n  3\n',
      ),
    ).toMatchInlineSnapshot(`
      "members few = [
        AAPL,  # phones
        MSFT  # windows
        # and no more
      ]
      loss_ = 0.7 * a  # ranks
        + 0.3 * b  # sizes
      k     = 3    # why
      "
    `);
  });

  it('a block of one setting stays on the line it was written on', () => {
    expect(formatted('strategy s extends p { costs{spread 5 bps;} \n risk { } \n paper {\n capital 1 USD\n} }')).toBe(
      'strategy s extends p {\n  costs { spread 5 bps }\n  risk { }\n\n  paper {\n    capital 1 USD\n  }\n}\n',
    );
  });

  it('a text with mistakes is left alone', () => {
    const result = format('strategy s { risk { limit wieght 5% } }', 'x.strat');
    expect(result.text).toBeNull();
    expect(result.problems?.map(({ code }) => code)).toEqual(['unknown-setting']);
  });

  it('a byte order mark goes', () => {
    expect(formatted('\uFEFFtrend = returns(close, 20d)')).toBe('trend = returns(close, 20d)\n');
  });
});
