/**
 * What functions, values and settings of other systems are called here, by their exact names: pandas, NumPy, TA-Lib, Pine,
 * Qlib's expressions and the 101 formulaic alphas, Zipline, vectorbt, AmiBroker. None of them looks ahead by itself;
 * what does is in `table.ts`. In a template `x` and `y` stand for the first two arguments and `20d` for the window.
 */

type Templates = Readonly<Record<string, string>>;

/** Of three arguments, all of which are taken over when they are there. */
export const CHOICE = 'where(x, y, 0)';
const LAG = 'lag(x, 1d)';
const MEAN = 'mean(x, 20d)';
const STDEV = 'stdev(x, 20d)';
const SUM = 'sum(x, 20d)';
const HIGHEST = 'highest(x, 20d)';
const LOWEST = 'lowest(x, 20d)';
const MEDIAN = 'median(x, 20d)';
const QUANTILE = 'quantile(x, 20d, 90%)';
const ZSCORE_OVER = 'zscore_over(x, 20d)';

/** They reach a number of sessions back, and ahead when that number is negative. */
const SHIFTS: Templates = {
  ...all(LAG, ['shift', 'ref', 'Ref', 'REF', 'delay', 'Delay', 'ts_delay', 'ts_lag', 'LAG', 'prev', 'previous']),
  ...all('returns(x, 1d)', ['pct_change', 'pctchange', 'percent_change', 'ts_returns', 'Returns', 'ROCP']),
  ...all('log(x / lag(x, 1d))', ['log_return', 'log_returns', 'logret']),
  ...all('change(x, 1d)', ['diff', 'delta', 'Delta', 'ts_delta', 'DELTA', 'mom', 'MOM']),
};

/** Without a window they are taken over all there is. */
const STATISTICS: Templates = {
  ...all(MEAN, ['average', 'avg', 'nanmean', 'Mean']),
  ...all(STDEV, ['std', 'nanstd', 'stddev', 'StdDev', 'STDDEV', 'Std', 'standard_deviation']),
  ...all('stdev(x, 20d) ^ 2', ['var', 'variance', 'Var']),
  ...all(SUM, ['nansum', 'Sum']),
  ...all(HIGHEST, ['max', 'nanmax', 'Max']),
  ...all(LOWEST, ['min', 'nanmin', 'Min']),
  ...all(MEDIAN, ['nanmedian', 'Med']),
  ...all(QUANTILE, ['percentile', 'nanpercentile', 'Quantile']),
  ...all('(x - lowest(x, 20d)) / (highest(x, 20d) - lowest(x, 20d))', ['minmax', 'MinMaxScaler', 'minmax_scale']),
  ...all(ZSCORE_OVER, ['standardize', 'StandardScaler', 'zscore_all']),
};

const WINDOWED: Templates = {
  ...all(MEAN, [
    'sma',
    'SMA',
    'MA',
    'ma',
    'ts_mean',
    'rolling_mean',
    'rolling',
    'moving_average',
    'SimpleMovingAverage',
  ]),
  ...all('ewma(x, 20d)', ['ema', 'EMA', 'ewm', 'ewm_mean', 'rma', 'exponential_moving_average']),
  ...all(STDEV, ['rolling_std', 'ts_std', 'ts_stddev', 'ts_std_dev']),
  ...all(SUM, ['ts_sum', 'rolling_sum', 'cumsum']),
  ...all(HIGHEST, ['ts_max', 'rolling_max', 'hhv', 'HHV', 'MAX', 'cummax', 'all_time_high']),
  ...all(LOWEST, ['ts_min', 'rolling_min', 'llv', 'LLV', 'MIN', 'cummin', 'all_time_low']),
  ...all(MEDIAN, ['ts_median', 'rolling_median']),
  ...all(QUANTILE, ['ts_quantile', 'rolling_quantile']),
  ...all('correlation(x, y, 20d)', ['corr', 'Corr', 'correl', 'CORREL', 'ts_corr', 'rolling_corr']),
  ...all('beta(x, y, 60d)', ['rolling_beta', 'BETA']),
  ...all('slope(x, 20d)', ['linreg_slope', 'LINEARREG_SLOPE', 'Slope', 'ts_slope', 'linreg']),
  ...all('rank_over(x, 20d)', ['ts_rank', 'Ts_Rank', 'rolling_rank', 'percentrank', 'percent_rank']),
  ...all(ZSCORE_OVER, ['ts_zscore', 'rolling_zscore']),
  ...all('rsi(x, 14d)', ['RSI']),
  ...all('roc(x, 12d)', ['ROC', 'rate_of_change']),
  ...all('atr(high, low, close, 14d)', ['ATR', 'average_true_range']),
  ...all('bollinger_upper(x, 20d, 2)', ['bb_upper', 'bbands_upper']),
  ...all('bollinger_lower(x, 20d, 2)', ['bb_lower', 'bbands_lower']),
};

/** Element by element, across stocks, signals. */
const OTHERS: Templates = {
  ...all('rank(x)', ['cs_rank', 'csrank', 'Rank', 'rank_pct', 'cross_sectional_rank']),
  ...all('zscore(x)', ['cs_zscore', 'zscore_cs']),
  ...all('demean(x)', ['cs_demean', 'neutralize', 'market_neutralize']),
  ...all('demean(x, by: sector)', [
    'group_neutralize',
    'sector_neutralize',
    'indneutralize',
    'IndNeutralize',
    'group_demean',
  ]),
  ...all('rank(x, by: sector)', ['group_rank', 'sector_rank']),
  ...all('zscore(x, by: sector)', ['group_zscore', 'group_normalize', 'sector_zscore']),
  ...all('group_mean(x, by: sector)', ['sector_mean', 'sector_average', 'industry_mean']),
  ...all('buckets(x, 5)', ['bucket', 'quantile_bucket', 'ntile', 'quintile']),
  ...all('x > y and lag(x, 1d) <= lag(y, 1d)', ['crossover', 'cross_over', 'crossed_above']),
  ...all('x < y and lag(x, 1d) >= lag(y, 1d)', ['crossunder', 'cross_under', 'crossed_below']),
  ...all(CHOICE, ['if', 'iff', 'iif', 'IF', 'IIf', 'If', 'ifelse', 'if_else']),
  ...all('is_missing(x)', ['isna', 'isnull', 'isnan', 'na', 'IsNull']),
  ...all('where(is_missing(x), 0, x)', ['nz', 'fillna', 'nan_to_num']),
  ...all('where(is_missing(x), lag(x, 1d), x)', ['ffill', 'pad', 'forward_fill', 'fixnan']),
  ...all('clip(x, -3, 3)', ['winsorize', 'clamp']),
  ...all('log(x)', ['ln', 'Log']),
  ...all('abs(x)', ['Abs', 'fabs', 'absolute']),
  ...all('sign(x)', ['Sign', 'signum']),
  ...all('sqrt(x)', ['Sqrt']),
  ...all('maximum(x, y)', ['fmax', 'Greater', 'greatest']),
  ...all('minimum(x, y)', ['fmin', 'Less', 'least']),
  ...all('x ^ 2', ['square']),
  ...all('true_range(high, low, close)', ['tr', 'TRANGE', 'TrueRange']),
  ...all('vwap(high, low, close, volume, 20d)', ['VWAP']),
};

/** Of two values rather than over a window. */
const PAIRWISE: Templates = { max: 'maximum(x, y)', Max: 'maximum(x, y)', min: 'minimum(x, y)', Min: 'minimum(x, y)' };

/** Values that stand without parentheses. */
const VALUES: Templates = {
  ...all('close', ['adj_close', 'adjusted_close', 'adjclose', 'Close', 'CLOSE', 'price', 'last_price']),
  ...all('raw_close', ['unadjusted_close', 'unadj_close', 'close_raw']),
  ...all('open', ['Open', 'OPEN', 'adj_open']),
  ...all('high', ['High', 'HIGH', 'adj_high']),
  ...all('low', ['Low', 'LOW', 'adj_low']),
  ...all('volume', ['Volume', 'VOLUME', 'adj_volume']),
  ...all('dollar_volume', ['traded_value', 'amount']),
  ...all('sector', ['industry', 'gics', 'gics_sector']),
  ...all('benchmark_close', ['benchmark', 'index_close']),
  ...all('(high + low) / 2', ['hl2']),
  ...all('(high + low + close) / 3', ['hlc3', 'typical_price']),
  ...all('(open + high + low + close) / 4', ['ohlc4']),
  ...all('true_range(high, low, close)', ['tr']),
  ...all('prediction', ['pred', 'preds', 'predictions', 'y_pred', 'y_hat']),
};

/** Settings of other systems, and words that they choose by; each as a whole line of ours. */
const SETTINGS: Templates = {
  ...all('window 90d', ['lookback', 'window_size', 'seq_len', 'sequence_length', 'timesteps', 'time_steps']),
  ...all('layers 2', ['num_layers', 'n_layers']),
  ...all('hidden 128', ['hidden_size', 'hidden_dim', 'units']),
  ...all('batch 8 sessions', ['batch_size']),
  ...all('optimizer adamw(learning_rate: 0.001)', ['learning_rate', 'lr', 'weight_decay']),
  ...all('epochs 50, stop after 8 without better rank_ic', ['num_epochs', 'max_epochs', 'early_stopping', 'patience']),
  ...all('seed 7', ['random_state', 'random_seed']),
  ...all('members sp500 as of each session', ['symbols', 'tickers', 'assets', 'instruments', 'market']),
  ...all('period 2020-01-01 .. 2025-10-31', ['start', 'start_date', 'end', 'end_date', 'timerange']),
  ...all('spread 5 bps', ['slippage', 'half_spread', 'bid_ask']),
  ...all('impact 20 bps * turnover', ['market_impact']),
  ...all('commission 1 bps', ['fee', 'fees', 'transaction_cost']),
  ...all('borrow 50 bps per year', ['short_fee', 'borrow_fee']),
  ...all('stop when drawdown > 8% then flatten', ['max_drawdown']),
  ...all('stop position when position_return < -5% then exit', ['stop_loss', 'stoploss', 'sl_stop']),
  ...all('stop position when position_return > 10% then exit', ['take_profit', 'tp_stop']),
  ...all('stop position when position_drawdown > 5% then exit', [
    'trailing',
    'trailing_stop',
    'trail_stop',
    'sl_trail',
  ]),
  ...all('stop position when position_age > 5d then exit', [
    'time_stop',
    'hold_for',
    'hold_period',
    'holding_period',
    'max_hold',
  ]),
  ...all('limit weight 20%', ['max_weight', 'max_position', 'position_limit']),
  ...all('target volatility 8% per year over 20d, scale 0.5 .. 2', ['vol_target', 'target_vol', 'volatility_target']),
  ...all('capital 1_000_000 USD', ['init_cash', 'initial_capital', 'starting_cash']),
  ...all('rebalance every session', ['rebalance_freq', 'rebalance_frequency', 'daily']),
};

export interface Translation {
  readonly template: string;
  /** Counts sessions, so that a negative count looks ahead. */
  readonly shifts: boolean;
  /** Taken over everything when no window is said. */
  readonly statistic: boolean;
  readonly pairwise: string | null;
}

/** What other systems call the one argument that counts sessions. */
const WINDOW_ARGUMENTS: ReadonlySet<string> = new Set(
  'length timeperiod period periods n N d size win window_length window_size lookback look_back'.split(' '),
);

export const isWindowElsewhere = (argument: string): boolean => WINDOW_ARGUMENTS.has(argument);

const FUNCTIONS: ReadonlyMap<string, Translation> = new Map(
  [SHIFTS, STATISTICS, WINDOWED, OTHERS].flatMap((templates) =>
    Object.entries(templates).map(([name, template]): [string, Translation] => [
      name,
      { template, shifts: templates === SHIFTS, statistic: templates === STATISTICS, pairwise: PAIRWISE[name] ?? null },
    ]),
  ),
);

const OF_VALUES: ReadonlyMap<string, string> = new Map(Object.entries(VALUES));

export const translationOf = (called: string): Translation | undefined => FUNCTIONS.get(called);

/** What ways to divide a side are called elsewhere, or in short. */
const FORMS: Templates = {
  ...all('equal', ['equally', 'equal_weight', 'equal_weights', 'equal_weighted', 'ew', 'uniform', 'one_over_n']),
  ...all('score', ['by_score', 'score_weighted', 'signal', 'prediction', 'alpha']),
  ...all('rank', ['by_rank', 'rank_weighted', 'linear']),
  ...all('inverse_volatility', [
    'inverse_vol',
    'inv_vol',
    'inv_volatility',
    'ivp',
    'inverse_variance',
    'volatility',
    'vol',
  ]),
  ...all('risk_parity', ['erc', 'equal_risk', 'equal_risk_contribution', 'rp']),
  ...all('hierarchical_risk_parity', ['hrp', 'hierarchical']),
  ...all('minimum_variance', [
    'min_variance',
    'min_var',
    'min_vol',
    'min_volatility',
    'minimum_volatility',
    'gmv',
    'mvp',
  ]),
  ...all('mean_variance', ['markowitz', 'mvo', 'mean_var', 'max_sharpe', 'maximum_sharpe']),
  ...all('kelly', ['kelly_criterion', 'fractional_kelly', 'half_kelly']),
};

export const formCalled = (name: string): string | null => FORMS[name] ?? null;

const OF_SETTINGS: ReadonlyMap<string, string> = new Map(Object.entries(SETTINGS));

export const settingCalled = (name: string): string | null => OF_SETTINGS.get(name) ?? null;

export const valueCalled = (name: string): string | null => OF_VALUES.get(name) ?? null;

/** Every line that a setting is translated to, for the test that each is one of the language. */
export const SETTING_LINES: readonly string[] = [...new Set(OF_SETTINGS.values())];

/** Every template, for the test that each is an expression of the language. */
export const TEMPLATES: readonly string[] = [
  ...[...FUNCTIONS.values()].map(({ template }) => template),
  ...Object.values(PAIRWISE),
  ...OF_VALUES.values(),
];

function all(template: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, template]));
}
