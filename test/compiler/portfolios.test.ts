/** What a plan keeps of portfolios: several of them, what is left to imply, and what means nothing. */
import { describe, expect, test } from 'vitest';
import { formula } from '../../compiler/formula.ts';
import type { NodeId, PortfolioSpec } from '../../compiler/plan.ts';
import { findings, planOf, variant } from './support.ts';

const portfolioOf = (statements: string): PortfolioSpec => planOf(variant(statements)).portfolios[0]!;

const REVERSAL = `portfolio reversal {
  share 40%
  long top 20 by -returns(close, 5d) gross 100%
}`;

describe('several portfolios', () => {
  const two = `portfolio { share 60% }\n${REVERSAL}`;

  test('stand in the order in which they are named, each with its share and its origins', () => {
    const { portfolios, origins } = planOf(variant(two));
    expect(portfolios.map(({ name, share }) => [name, share])).toEqual([
      [null, 0.6],
      ['reversal', 0.4],
    ]);
    expect(origins['portfolio reversal.long.gross']?.by).toBe('file');
    expect(origins['portfolio.share']?.by).toBe('file');
  });

  test('are inherited by their names', () => {
    const text = `use base
strategy a extends base { ${two} }
strategy b extends a { portfolio reversal { share 20%
  smooth ewma(0.5) } }`;
    const { portfolios } = planOf(text, { strategy: 'b' });
    expect(portfolios[1]).toMatchObject({ name: 'reversal', share: 0.2, smooth: { alpha: 0.5 }, long: { gross: 1 } });
    expect(portfolios[0]).toMatchObject({ name: null, share: 0.6 });
  });

  test('a name that is given twice is a slip', () => {
    expect(findings(variant(`portfolio { share 50% }\n${REVERSAL}\n${REVERSAL}`))).toEqual([
      'duplicate-block: portfolio',
    ]);
  });

  test('their names mean nothing, and the share of the only one goes without saying', () => {
    const renamed = variant(two).replaceAll('reversal', 'losers');
    expect(planOf(renamed).hash).toBe(planOf(variant(two)).hash);
    expect(planOf(variant('portfolio { share 100% }')).hash).toBe(planOf(variant('')).hash);
    expect(planOf(variant('portfolio { share 90% }')).hash).not.toBe(planOf(variant('')).hash);
  });

  test('a short of any of them has to be borrowed', () => {
    const text = variant(`costs { no include\n no borrow }\nportfolio { no short\n share 50% }
portfolio other { share 50%\n short bottom 5 by prediction gross 20% }`).replace('no include\n', '');
    expect(findings(text).map((each) => each.split(':')[0])).toContain('costs-missing');
  });
});

describe('a leg', () => {
  test.each([
    ['long top 20 by prediction gross 50%', { kind: 'count', enter: 20, keep: 20 }],
    ['long top 20 by prediction, keep to 30 gross 50%', { kind: 'count', enter: 20, keep: 30 }],
    ['long top 10% by prediction where close > 1 USD, keep to 20% gross 50%', { kind: 'part', enter: 0.1, keep: 0.2 }],
    ['long all by prediction where prediction > 0% gross 50%', { kind: 'all' }],
    ['long top k by prediction, keep to 3 * k gross 50%', { kind: 'count', enter: 10, keep: 30 }],
  ])('%s', (leg, take) => {
    const text = `portfolio { ${leg}\n allow adjusted_price_filter "a test" }`;
    const { plan } = { plan: planOf(variant(text)) };
    expect(plan.portfolios[0]!.long!.take).toEqual(take);
  });

  test('may be ordered by anything that is known at the decision', () => {
    const { long } = portfolioOf('portfolio { long top 20 by rank(returns(close, 20d)) - prediction gross 50% }');
    expect(long!.score).toMatch(/^[0-9a-f]+$/);
    const late = 'portfolio { long top 20 by returns(close, 5d) gross 50% }';
    expect(findings(`use opening\nstrategy mine extends opening {\n${late}\n}`)).toEqual(['looks-ahead: close']);
  });
});

describe('what is left to imply', () => {
  const written = (statements: string, of: (portfolio: PortfolioSpec) => NodeId | undefined): string => {
    const plan = planOf(variant(statements));
    return formula(of(plan.portfolios[0]!) ?? '', plan.expressions);
  };
  const returnsOf = ({ weight }: PortfolioSpec) => ('returns' in weight ? weight.returns : undefined);
  const volatilityOf = ({ weight }: PortfolioSpec) => ('volatility' in weight ? weight.volatility : undefined);
  const betaOf = ({ neutral }: PortfolioSpec) => (neutral?.to === 'beta' ? neutral.beta : undefined);
  const EVEN = 'long top 9 by prediction gross 50%\n short bottom 9 by prediction gross 50%';

  test.each([
    ['portfolio { weight risk_parity(60d) }', returnsOf, 'returns(close, 1d)'],
    ['portfolio { weight inverse_volatility(20d) }', volatilityOf, 'stdev(returns(close, 1d), 20d)'],
    [
      `portfolio { ${EVEN}\n neutral beta over 60d }`,
      betaOf,
      'beta(returns(close, 1d), returns(benchmark_close, 1d), 60d)',
    ],
  ])('%s: known at the close, and of the session before when decided at the open', (statement, of, expression) => {
    expect(written(statement, of)).toBe(expression);
    const atOpen = planOf(`use opening\nstrategy mine extends opening {\n${statement}\n}`);
    expect(formula(of(atOpen.portfolios[0]!)!, atOpen.expressions)).toBe(`lag(${expression}, 1d)`);
  });

  test('history before the first decision: a covariance reads as many returns as it is of', () => {
    const reach = (statements: string) => planOf(variant(statements)).warmUp;
    expect(reach('')).toBe(20 + 89);
    expect(reach('portfolio { weight risk_parity(250d) }')).toBe(250);
    expect(reach('portfolio { weight inverse_volatility(250d) }')).toBe(250);
    expect(reach('portfolio { hold when benchmark_close > mean(benchmark_close, 300d) }')).toBe(299);
    expect(reach('portfolio { long top k by returns(close, 260d) gross 50% }')).toBe(260);
  });

  test.each([
    ['by prediction', '', 5],
    ['by prediction', ', horizon: 10d', 10],
    ['by mean(returns(close, 1d), 20d)', '', 1],
  ])('the horizon of an expected return %s%s', (by, said, horizon) => {
    const { weight } = portfolioOf(
      `portfolio { no short\n long top k ${by} gross 50%\n weight kelly(over: 60d${said}) }`,
    );
    expect(weight).toMatchObject({ method: 'kelly', fraction: 0.5, cap: 1, horizon });
  });

  test('a week begins on Monday', () => {
    expect(portfolioOf('portfolio { rebalance weekly }').rebalance).toBe('weekly on Monday');
    expect(planOf(variant('portfolio { rebalance weekly on Monday }')).hash).toBe(
      planOf(variant('portfolio { rebalance weekly }')).hash,
    );
  });
});
