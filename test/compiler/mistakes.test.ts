/**
 * What people type who come from another system is told as what it is, at its place, once. The underlined part is
 * marked « … ».
 */
import { describe, expect, test } from 'vitest';
import { WORDS } from '../../compiler/mistakes/table.ts';
import { SETTING_LINES, TEMPLATES } from '../../compiler/mistakes/translations.ts';
import { SETTINGS } from '../../grammar/settings.ts';
import { BUILTINS, FIELDS } from '../../stdlib/registry.ts';
import { compileText, findings, variant } from './support.ts';

function expectTold(code: string, statements: string): void {
  const told = /«(.*)»/s.exec(statements)?.[1];
  expect(findings(`use std.universe.sp500\n${variant(statements.replace(/[«»]/g, ''))}`)).toEqual([`${code}: ${told}`]);
}

describe('in a feature', () => {
  test.each([
    ['negative-lag', 'lag(close, «-1d»)'],
    ['negative-lag', 'lag(close, «-1»)'],
    ['negative-lag', 'mean(close, «-20d»)'],
    ['negative-lag', '«shift(close, -1)»'],
    ['negative-lag', 'log(«shift(close, -1)» / close)'],
    ['negative-lag', '«pct_change(close, -5)»'],
    ['negative-lag', '«ref(close, -1)»'],
    ['negative-lag', '«Ref($close, -2)» / Ref($close, -1) - 1'],
    ['negative-lag', '«close[-1]» / close'],
    ['negative-lag', '«close[t+1]» / close'],
    ['negative-lag', '«close.shift(-1)» / close'],
    ['negative-lag', '«df["close"].shift(-1)» / close'],
    ['negative-lag', "«df['close'].shift(-1)» / close"],
    ['negative-lag', '«lead»(close, 1)'],
    ['negative-lag', '«tomorrow_close» / close'],
    ['negative-lag', '«next_open» / close'],
    ['negative-lag', '«close_tomorrow» / close'],
    ['negative-lag', '«future_return»'],
    ['negative-lag', '«fwd_ret_5d»'],
    ['negative-lag', 'security("SPY", close, «lookahead_on»)'],
    ['negative-lag', 'request.security("SPY", close, «lookahead=barmerge.lookahead_on»)'],
    ['centered-window', 'mean(close, 20d, «center: true»)'],
    ['centered-window', 'rolling(close, 20, «center=True»)'],
    ['centered-window', 'close.rolling(20, «center=True»).mean()'],
    ['centered-window', '«savgol_filter»(close, 21)'],
    ['centered-window', '«pivothigh»(high, 5, 5)'],
    ['backward-fill', '«bfill»(close)'],
    ['backward-fill', 'fillna(close, «method: backfill»)'],
    ['backward-fill', 'fillna(close, «method="bfill"»)'],
    ['backward-fill', '«interpolate»(close)'],
    ['backward-fill', '«close.bfill()» / close'],
    ['whole-sample', '«highest(high)»'],
    ['whole-sample', '«max(close)»'],
    ['whole-sample', 'quantile(close, «whole», 90%)'],
    ['whole-sample', 'rank_over(close, «all»)'],
    ['whole-sample', 'rank(close) «over all time»'],
    ['whole-sample', 'rank «over all time»'],
    ['whole-sample', '«close.mean()» / close'],
    ['whole-sample', '«StandardScaler(close)»'],
    ['restated-data', 'fundamental(eps, «restated»)'],
    ['restated-data', '«eps_latest» / close'],
    ['subscript', '«close[1]» / close'],
    ['subscript', 'returns(«df["close"]», 1d)'],
    ['subscript', 'mean(close, 20d)«[1]» / close'],
    ['dotted-call', 'close > «ta.sma»(close, 20)[1]'],
    ['dotted-call', '«close.rolling»(20).mean() / close'],
    ['dotted-call', '«ta.sma»(close, 20) / close'],
  ])('%s: %s', (code, expression) => {
    expectTold(code, `  features {\n    f = ${expression}\n  }`);
  });
});

describe('elsewhere', () => {
  test.each([
    ['whole-sample', 'features {\n normalize zscore fitted on «all»\n}'],
    ['whole-sample', 'features {\n normalize zscore(clip: 5) fitted on «period»\n}'],
    ['whole-sample', 'features {\n normalize minmax fitted on «everything»\n}'],
    ['fitted-on-test', 'features {\n normalize zscore fitted on «test»\n}'],
    ['fitted-on-test', 'features {\n normalize zscore fitted on «validate»\n}'],
    ['fitted-on-test', 'features {\n normalize zscore fitted on «train, test»\n}'],
    ['random-split', 'split { «random 80%» }'],
    ['random-split', 'split { train «80%» }'],
    ['random-split', 'split {\n «shuffle»\n}'],
    ['random-split', 'split { train first «80%» }'],
    ['random-split', 'split { train «60%», validate 20%, test 20% }'],
    ['random-split', 'split {\n «kfold 5»\n}'],
    ['random-split', 'split { «KFold(n_splits=5)» }'],
    ['random-split', 'model lstm {\n «validation_split 0.2»\n}'],
    ['members-of-one-day', 'universe { members sp500 as of «2025-10-31» }'],
    ['members-of-one-day', 'universe { members sp500 as of «last session» }'],
    ['members-of-one-day', 'universe { members sp500 as of «today» }'],
    ['members-of-one-day', 'universe { members «sp500_today» as of each session }'],
    ['members-of-one-day', 'universe { members constituents("SP500", «2025-10-31») as of each session }'],
    ['stops-on-test', 'model lstm { epochs 50, stop after 8 without better rank_ic on «test» }'],
    ['stops-on-test', 'model lstm { epochs 50, stop after 8 without better «test_rank_ic» }'],
    ['restated-data', 'features {\n pe_ratio «latest»\n}'],
    ['backward-fill', 'features {\n «fillna backward»\n}'],
    ['negative-lag', 'universe { require «next_open» > 5 USD }'],
    ['negative-lag', 'label y = «shift(close, -5) / close - 1»'],
    ['negative-lag', 'portfolio { long top k by «future_return» gross 65% }'],
    ['negative-lag', 'param n = -1d\nfeatures { f = lag(close, «n») }'],
  ])('%s: %s', expectTold);

  test('what is only unusual keeps its general message', () => {
    expect(findings(variant('model lstm { shuffle true }'))).toEqual(['unknown-setting: shuffle']);
    expect(findings(variant('features { f = lag(close, 0d) }'))).toEqual(['out-of-bounds: 0d']);
    expect(findings(variant('features { f = lag(close) }'))).toEqual(['missing-argument: lag']);
    expect(findings(variant('label y = forward_return(close, -5d)'))).toEqual(['out-of-bounds: -5d']);
  });

  test('is shown in short when it is long', () => {
    const long = `shift(${'close + '.repeat(20)}close, -1)`;
    const [first] = compileText(variant(`features { f = ${long} }`)).diagnostics;
    expect(first?.message).toBe('`shift(…)` takes a value from a session that is still to come');
  });

  test('a name of one’s own is never taken for a mistake', () => {
    const own = 'features {\n  all = returns(close, 3d)\n  next_open = returns(close, 2d)\n  f = all + next_open\n}';
    expect(findings(variant(own))).toEqual([]);
  });
});

describe('a return ahead', () => {
  const hints = (statement: string) => compileText(variant(statement)).diagnostics.flatMap((each) => each.hints);

  test('is written as one in a label, and as a lag elsewhere', () => {
    expect(hints('label y = close.shift(-5) / close - 1')).toEqual(['write `forward_return(close, 5d)`']);
    expect(hints('label y = shift(close, -5) / close - 1')).toEqual(['write `forward_return(close, 5d)`']);
    expect(hints('features { f = shift(close, -5) / close - 1 }')).toContain('write `lag(close, 5d)`');
  });
});

describe('names of other systems', () => {
  const hints = (expression: string) => {
    const { diagnostics } = compileText(variant(`features { f = ${expression} }`));
    return diagnostics.flatMap((each) => each.hints);
  };

  test.each([
    ['sma(close, 20)', 'mean(close, 20d)'],
    ['SMA(close, 50)', 'mean(close, 50d)'],
    ['ema(close, 12)', 'ewma(close, 12d)'],
    ['pct_change(close, 5)', 'returns(close, 5d)'],
    ['rolling_std(returns(close, 1d), 20)', 'stdev(returns(close, 1d), 20d)'],
    ['shift(close, 1)', 'lag(close, 1d)'],
    ['Ref(close, 3)', 'lag(close, 3d)'],
    ['ts_mean(volume, 10)', 'mean(volume, 10d)'],
    ['max(close, open)', 'maximum(close, open)'],
    ['max(close, 20)', 'highest(close, 20d)'],
    ['ATR(14)', 'atr(high, low, close, 14d)'],
    ['crossover(close, open)', 'close > open and lag(close, 1d) <= lag(open, 1d)'],
  ])('%s is %s', (foreign, ours) => {
    expect(hints(foreign)).toEqual([`in this language: \`${ours}\``]);
  });

  test('an argument that counts sessions', () => {
    expect(hints('mean(close, timeperiod: 20d)')[0]).toBe('did you mean `window`?');
    expect(hints('lag(close, n: 1d)')[0]).toBe('did you mean `sessions`?');
  });

  test('a value', () => {
    expect(hints('returns(adj_close, 1d)')).toEqual(['did you mean `close`?']);
  });

  test.each([
    ['model lstm { batch_size 32 }', 'batch 8 sessions'],
    ['costs { slippage 5 bps }', 'spread 5 bps'],
    ['risk { stop loss }', 'stop position when position_return < -5% then exit'],
    ['risk { trailing stop }', 'stop position when position_drawdown > 5% then exit'],
    ['portfolio { rebalance daily }', 'rebalance every session'],
  ])('%s', (statement, ours) => {
    const { diagnostics } = compileText(variant(statement));
    expect(diagnostics[0]?.hints[0]).toBe(`in this language: \`${ours}\``);
  });

  test.each([
    ['risk { «stop loss 5%» }', 'stop position when position_return < -5% then exit'],
    ['risk { «stop_loss -5%» }', 'stop position when position_return < -5% then exit'],
    ['risk { «take profit 12.5%» }', 'stop position when position_return > 12.5% then exit'],
    ['risk { «trailing stop 8%» }', 'stop position when position_drawdown > 8% then exit'],
    ['risk { «time stop 20 bars» }', 'stop position when position_age > 20d then exit'],
    ['portfolio { «hold period 5d» }', 'stop position when position_age > 5d then exit'],
    ['portfolio { neutral «dollar» }', 'market'],
    ['portfolio { long top 4 by prediction «gross 50%, keep to 8» }', ', keep to 8 gross 50%'],
    [
      'portfolio { long top 4 by prediction «gross 50% where prediction > 0%, keep to 8» }',
      'where prediction > 0%, keep to 8 gross 50%',
    ],
  ])('%s', (statement, ours) => {
    expectTold('foreign-spelling', statement);
    const { diagnostics } = compileText(variant(statement.replace(/[«»]/g, '')));
    expect(diagnostics[0]?.label).toBe(`write \`${ours}\``);
    // A whole line is one of the language where it belongs.
    if (ours.startsWith('stop')) expect(findings(variant(`risk { ${ours} }`))).toEqual([]);
  });

  test.each(SETTING_LINES)('%s is a setting of the language', (line) => {
    const [setting] = SETTINGS.filter(({ key }) => line.startsWith(`${key} `));
    const block = setting?.block === 'model' ? 'model lstm' : setting?.block;
    expect(findings(`use std.universe.sp500\n${variant(`${block} { ${line} }`)}`)).toEqual([]);
  });

  test.each([...new Set(TEMPLATES)])('%s is an expression of the language', (template) => {
    const text = template.replace(/\bx\b/g, 'returns(close, 1d)').replace(/\by\b/g, 'market_return(1d)');
    const codes = compileText(variant(`  features { f = ${text} }`)).diagnostics.map(({ code }) => code);
    // A condition is one, though no feature; what the model predicts is known later; core14 has some already.
    expect(
      codes.filter(
        (code) => !['wrong-kind', 'field-out-of-scope', 'unit-mismatch', 'feature-duplicated'].includes(code),
      ),
    ).toEqual([]);
  });

  test('no word of the language is among the mistakes', () => {
    const names = [...BUILTINS, ...FIELDS].map(({ name }) => name);
    expect(names.filter((name) => WORDS.some(({ word }) => word.test(name)))).toEqual([]);
  });
});

describe('a return ahead of another system is told as a whole, and what to write for it is', () => {
  test.each([
    ['Ref($close, -2) / Ref($close, -1) - 1', 'forward_return(close, 1d, after: 1d)'],
    ['Ref($open, -11) / Ref($open, -1) - 1', 'forward_return(open, 10d, after: 1d)'],
    ['shift(close, -5) / shift(close, -1) - 1', 'forward_return(close, 4d, after: 1d)'],
    ['(close.shift(-5) / close) - 1', 'forward_return(close, 5d)'],
    ['df["close"].shift(-2) / df["close"].shift(-1) - 1', 'forward_return(close, 1d, after: 1d)'],
    ['lag(close, -5d) / close - 1', 'forward_return(close, 5d)'],
    ['close[-3] / close - 1', 'forward_return(close, 3d)'],
  ])('%s', (expression, instead) => {
    const text = variant(`label y = ${expression}`);
    expect(findings(text)).toEqual([`negative-lag: ${expression}`]);
    expect(compileText(text).diagnostics[0]?.hints).toEqual([`write \`${instead}\``]);
    expect(findings(variant(`label y = ${instead}`)).filter((each) => !/holding/.test(each))).toEqual([]);
  });

  test('a lone lag ahead in a label', () => {
    const { diagnostics } = compileText(variant('label y = lag(close, -5d)'));
    expect(diagnostics[0]?.hints).toEqual(['write `forward_return(close, 5d)`']);
  });
});

describe('what is spelled otherwise here, with what to write for it', () => {
  test.each([
    ['features { f = «close > open ? 1 : 0» }', 'where(close > open, 1, 0)'],
    ['features { f = «1 if close > open else 0» }', 'where(close > open, 1, 0)'],
    ['features { f = returns(close, 1d) «**» 2 }', '^'],
    ['universe { require «!»is_missing(close) }', 'not'],
    ['features { f = returns(close, 1d) * «.5» }', '0.5'],
    ['model lstm { optimizer adamw(learning_rate: «.002») }', '0.002'],
    ['features { f = lag(close, «1 d») }', '1d'],
    ['features { f = mean(close, «20 days») }', '20d'],
    ['features { f = mean(close, «3 months») }', '3m'],
    ['label y«:» forward_return(close, 5d)', '='],
    ['label y «==» forward_return(close, 5d)', '='],
    ['p = close «=» open', '=='],
    ['p «:=» close', '='],
    ['portfolio { rebalance «every 5d» }', 'weekly'],
    ['portfolio { rebalance «every 21 days» }', 'monthly'],
    ['portfolio { rebalance «drift» > 5% }', 'when drift'],
    ['portfolio { rebalance weekly «Friday» }', 'on Friday'],
    ['portfolio { rebalance weekly «on Mon» }', 'on Monday'],
    ['portfolio { weight «inverse volatility»(20d) }', 'inverse_volatility'],
    ['portfolio { weight «by score» }', 'score'],
    ['portfolio { weight «hierarchical risk parity»(250d) }', 'hierarchical_risk_parity'],
    ['costs { borrow 50 bps «a year» }', 'per year'],
    ['execution { fill at «tomorrow open» }', 'next open'],
  ])('%s', (statements, instead) => {
    expectTold('foreign-spelling', statements);
    const { diagnostics } = compileText(variant(statements.replace(/[«»]/g, '')));
    expect(diagnostics[0]?.label).toBe(`write \`${instead}\``);
  });

  test.each(['if', 'iff', 'ifelse'])('%s is `where`, with all of its arguments', (name) => {
    const { diagnostics } = compileText(variant(`features { f = ${name}(close > open, 1, 0) }`));
    expect(diagnostics[0]?.hints).toEqual(['in this language: `where(close > open, 1, 0)`']);
  });
});

describe('tickers that are no words are told, and nothing that follows from them', () => {
  test.each([
    ['[BF-B, AAPL]', ['not-a-ticker: BF-B']],
    ['[BRK.B, AAPL]', ['dotted-name: BRK.B']],
    ['[AAPL, sp500]', ['not-a-ticker: sp500']],
  ])('%s', (members, expected) => {
    expect(findings(`use std.universe.sp500\n${variant(`universe { members ${members} }`)}`)).toEqual(expected);
  });
});
