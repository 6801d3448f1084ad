/**
 * Mistakes that are known by their looks, in one table: words by which an expression gives itself away, and shapes of
 * statements that cannot even be parsed. Where the checker or the parser would call something unknown or unexpected,
 * it looks here first.
 *
 * A row with a group `at` blames what the group matched. Rows are tried in order. Patterns are matched against a single
 * line of bounded length.
 */
import type { TellingCode } from '../messages/mistakes.ts';

// ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface WordRow {
  readonly code: TellingCode;
  /** Matches the whole word. */
  readonly word: RegExp;
  /** `x` stands for the first argument of a call, or for `close`. */
  readonly instead: readonly string[];
}

const row = (code: TellingCode, word: RegExp, ...instead: readonly string[]): WordRow => ({ code, word, instead });

const PRICES = '(?:open|high|low|close|price|volume|bar|value)';
const ALL = '(?:all|all_time|whole|entire|full|everything|full_sample|whole_sample|all_data|forever|inception)';

/** Names of values and of functions alike, where nothing else has that name. */
export const WORDS: readonly WordRow[] = [
  row(
    'negative-lag',
    /^(?:lead|LEAD|ts_lead|lookahead_on|lookahead|peek|shift_forward|ahead|tomorrow|future|next_value)$/,
    'lag(x, 1d)',
  ),
  row(
    'negative-lag',
    new RegExp(`^(?:tomorrows?|next|next_day|next_bar|future|fut|fwd|forward)_${PRICES}$`),
    'lag(close, 1d)',
  ),
  row('negative-lag', new RegExp(`^${PRICES}_(?:tomorrow|next|next_day|future|fwd|ahead|lead)$`), 'lag(close, 1d)'),
  row(
    'negative-lag',
    /^(?!forward_return$)(?:tomorrows?|next|next_day|future|fut|fwd|forward)_(?:ret|rets|return|returns|pct|change|move)s?(?:_?\d+d?)?$/,
    'returns(close, 1d)',
  ),
  row(
    'centered-window',
    /^(?:centered|centred|center)_?(?:mean|ma|sma|average|window|rolling|std|median)$/,
    'mean(x, 20d)',
  ),
  row(
    'centered-window',
    /^(?:(?:rolling|mean|ma|sma)_cent(?:ered|red|er)|savgol|savgol_filter|filtfilt|sosfiltfilt)$/,
    'mean(x, 20d)',
  ),
  row(
    'centered-window',
    /^(?:lowess|loess|gaussian_filter(?:1d)?|medfilt|wiener|kalman_smoother|cma)$/,
    'mean(x, 20d)',
  ),
  row(
    'centered-window',
    /^(?:pivot_?(?:high|low)|pivots?|zigzag|swing_?(?:high|low)|fractals?|argrelextrema|find_peaks)$/,
    'highest(x, 20d)',
    'lowest(x, 20d)',
  ),
  row('negative-lag', /^(?:chikou|chikou_span|lagging_span)$/, 'lag(close, 26d)'),
  row(
    'backward-fill',
    /^(?:bfill|backfill|back_fill|backward_fill|fill_backward|bfilled)$/,
    'where(is_missing(x), lag(x, 1d), x)',
  ),
  row('backward-fill', /^(?:interpolate|interp|interp1d|spline|cubic_spline)$/, 'where(is_missing(x), lag(x, 1d), x)'),
  row(
    'whole-sample',
    /^(?:hpfilter|hp_filter|detrend|seasonal_decompose|stl|wavelet_denoise|emd|pca|fft)$/,
    'x / mean(x, 20d) - 1',
  ),
  row(
    'whole-sample',
    /^(?:qcut|cut|fit_transform|rank_all|global_rank|quantile_transform|robust_scale)$/,
    'rank(x)',
    'rank_over(x, 250d)',
  ),
  row('whole-sample', new RegExp(`^${ALL}$`), '250d'),
  row('restated-data', /^(?:restated|as_restated|latest|most_recent|revised|final_revision|current_fundamentals)$/),
  row('restated-data', /^(?:\w+_(?:restated|latest|most_recent|revised)|(?:restated|latest|revised)_\w+)$/),
];

/** Named arguments with what follows the colon, as `name: value`. */
export const ARGUMENTS: readonly WordRow[] = [
  row('centered-window', /^cent(?:er|re)(?:ed|d)?: (?:true|True|yes|1)$/, 'mean(x, 20d)'),
  row(
    'backward-fill',
    /^(?:method|fill|fill_method|how|direction): "?(?:bfill|backfill|backward|nearest|linear)"?$/,
    'where(is_missing(x), lag(x, 1d), x)',
  ),
  row('negative-lag', /^lookahead: \w+$/, 'lag(x, 1d)'),
  row('whole-sample', new RegExp(`^(?:over|window|fit|fitted|sample|period|periods): "?${ALL}"?$`), '250d'),
];

/** Members by the name of a list. */
export const MEMBERS: readonly WordRow[] = [
  row(
    'members-of-one-day',
    /^(?:(?:current|todays?|latest|present)_\w+|\w+_(?:current|today|latest|now|20\d\d))$/,
    'members sp500 as of each session',
  ),
];

// ── Shapes of statements ───────────────────────────────────────────────────────────────────────────────────────

interface ShapeRow {
  readonly code: TellingCode;
  readonly shape: RegExp;
  readonly instead: readonly string[];
}

const shape = (code: TellingCode, pattern: RegExp, ...instead: readonly string[]): ShapeRow => ({
  code,
  shape: pattern,
  instead,
});

export const SHAPES: readonly ShapeRow[] = [
  shape(
    'members-of-one-day',
    /^members\b.*?\bas\s+of\s+(?<at>(?!each\b|every\b|all\b)\S.*)$/d,
    'members sp500 as of each session',
  ),
  shape(
    'members-of-one-day',
    /^members\b[^[]*?\s(?<at>today|now|current|latest|\d{4}-\d\d?-\d\d?)\b/d,
    'members sp500 as of each session',
  ),
  shape(
    'stops-on-test',
    /\bwithout\s+better\b.*?(?<at>\b(?:\w+_)?test(?:_\w+)?\b)/d,
    'epochs 50, stop after 8 without better rank_ic',
  ),
  shape(
    'stops-on-test',
    /^(?<at>(?:early_stop\w*|stop_early|stop\s+on|monitor)\b.*\btest\w*["')]*)/d,
    'epochs 50, stop after 8 without better rank_ic',
  ),
  shape(
    'fitted-on-test',
    /\bfitted\s+on\s+(?<at>(?:\w+\s*(?:,|\band\b|\+)\s*)*(?:test|validate|validation|holdout|oos)\b.*)$/d,
    'normalize zscore(clip: 5) fitted on train',
  ),
  shape(
    'whole-sample',
    /\bfitted\s+on\s+(?<at>(?:the\s+)?(?:all|any|every\w*|period|whole|full|entire|sample|universe|history|data\w*)\b.*)$/d,
    'normalize zscore(clip: 5) fitted on train',
  ),
  shape(
    'random-split',
    /^(?:train|validate|valid|validation|test)\s+(?:(?:the\s+)?(?:first|last)\s+)?(?<at>\d[\d_]*(?:\.\d+)?(?:\s*%)?)(?=\s*(?:$|,|of\b|rows\b|validate\b|test\b))/d,
  ),
  shape('random-split', /^(?:train|validate|valid|validation|test)\s+(?<at>(?:random|shuffled?|a\s+random)\b.*)$/d),
  shape(
    'whole-sample',
    /^(?:train|validate|test)\s+(?<at>(?:on\s+)?(?:all|everything|period|whole|full|entire|the\s+whole)\b.*)$/d,
    'train 2020-01-01 .. 2023-12-31',
  ),
  shape(
    'random-split',
    /^(?<at>(?:random\w*|(?:k_?)?folds?|\w*(?:KFold|ShuffleSplit)\w*|cv|n_splits|cross_val\w*|stratif\w*|holdout|bootstrap|train_test_split|(?:test|train)_size|validation_split|leave_one_out|loo)\b.*)$/d,
  ),
  // In `model` it is harmless: there the order of the batches is drawn anyway.
  shape('random-split', /^(?<at>shuffled?(?:\s+(?:true|yes|1|rows|\d+\s*%?))?)$/d),
  shape('centered-window', /(?<at>\bcent(?:er|re)(?:ed|d)?\s*[:=]\s*(?:true|yes|1)\b)/di, 'mean(close, 20d)'),
  shape(
    'backward-fill',
    /(?<at>\b(?:fill_?)?(?:method|how|direction)\s*[:=]\s*["']?(?:bfill|backfill|backward|nearest)["']?|\w*\.(?:bfill|backfill|interpolate)\b(?:\([^)]*\))?|^(?:fill|missing|fillna|impute)\s+(?:backward|bfill|backfill|interpolate\w*)|^(?:bfill|backfill|interpolate)\b)/d,
    'where(is_missing(close), lag(close, 1d), close)',
  ),
  shape(
    'whole-sample',
    /(?<at>\bover\s+(?:the\s+)?(?:all|everything|whole|full|entire|period|sample)\b(?:\s+\w+)*)\s*$/d,
    'rank(close)',
    'rank_over(close, 250d)',
  ),
  shape(
    'negative-lag',
    /(?<at>(?:\b\w+(?:\[["']?\w+["']?\])?)?\.(?:shift|pct_change|diff|lag)\(\s*(?:periods\s*=\s*)?-\s*\d+\s*\))/d,
    'lag(x, 1d)',
  ),
  shape('negative-lag', /(?<at>\b[Rr]ef\(\s*\$?\w+\s*,\s*-\s*\d+\s*\))/d, 'lag(x, 1d)'),
  shape('negative-lag', /(?<at>\b[A-Za-z_]\w*(?:\.i?loc)?\[\s*(?:-\s*\d+|[a-z]\s*\+\s*\d+)\s*\])/d, 'lag(x, 1d)'),
  shape(
    'negative-lag',
    /(?<at>\b(?:barmerge\.)?lookahead(?:_on\b|\s*[:=]\s*(?:barmerge\.lookahead_on|[Tt]rue|on)\b))/d,
    'lag(x, 1d)',
  ),
  shape('restated-data', /(?<at>\b(?:as_)?restated\b|\bmost_recent\b|\bas\s+revised\b)/d),
  shape('restated-data', /^\w+\s+(?<at>latest|revised|current)\s*$/d),
  shape(
    'whole-sample',
    /^(?!.*\b(?:rolling|ewm|resample|groupby|expanding)\b).*?(?<at>\b\w+\.(?:mean|max|min|std|sum|median|quantile|var|rank)\([^()]*\))/d,
    'mean(x, 20d)',
    'rank(x)',
  ),
];
