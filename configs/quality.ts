/**
 * `data.quality`: what is done about bars that look wrong, rule by rule. What each rule finds, why its limit, and when it
 * is wrong stand in runtime/quality/rules, one file each.
 */
import * as z from 'zod';

/** `fail` stops the run with the findings, `warn` reports them, `off` does not look. */
const SEVERITIES = ['fail', 'warn', 'off'] as const;

/**
 * What is done with what is found, once told: `keep` uses it, `mask` treats those bars as missing, `drop` leaves the
 * whole ticker out. All but `keep` are counted, and named in the report.
 */
const REMEDIES = ['keep', 'mask', 'drop'] as const;

export type Severity = (typeof SEVERITIES)[number];
export type Remedy = (typeof REMEDIES)[number];

type OneOrMore<T> = readonly [T, ...T[]];

/** The first remedy is the default. */
function rule(severity: Severity, remedies: OneOrMore<Remedy>, severities: OneOrMore<Severity> = SEVERITIES) {
  return z
    .strictObject({
      severity: z.enum(severities).default(severity),
      remedy: z.enum(remedies).default(remedies[0]),
    })
    .prefault({});
}

const MASK_FIRST = ['mask', 'keep', 'drop'] as const;

const ruleSet = z.strictObject({
  not_positive: rule('fail', MASK_FIRST).describe('A price that is zero or negative; a negative volume.'),
  high_below_low: rule('fail', MASK_FIRST),
  outside_range: rule('warn', REMEDIES).describe('An open or close outside low and high.'),
  duplicates: rule('fail', ['mask', 'drop'], ['fail', 'warn']).describe(
    'Two bars for one day. Which one is right cannot be known: none can be kept.',
  ),
  closed_days: rule('warn', ['mask', 'drop'], ['fail', 'warn']).describe(
    'Bars on days on which the exchange was closed. No session could hold them.',
  ),
  after_delisting: rule('warn', REMEDIES).describe('Bars after the date that `data.delistings` gives.'),
  gaps: rule('warn', ['keep', 'drop']).describe('Sessions without a bar. There is nothing to mask.'),
  zero_volume: rule('warn', REMEDIES),
  stale: rule('warn', REMEDIES).describe('Bars that repeat the one before.'),
  jumps: rule('warn', REMEDIES).describe('Moves of ten deviations that neither an action nor news explains.'),
  adjustment: rule('warn', ['keep', 'drop']).describe(
    'Prices that are not adjusted as they are said to be. To mask the day would leave the level wrong.',
  ),
  symbol_reused: rule('warn', REMEDIES).describe('A symbol that another company took over.'),
  lookalikes: rule('warn', ['keep', 'drop']).describe(
    'Two tickers with the same returns; the later by name is the one that is dropped.',
  ),
});

export const qualitySchema = z
  .union([z.enum(['fail', 'mask']), z.strictObject({ rules: ruleSet.prefault({}) })])
  .default('fail')
  .describe(
    '`fail` is the rules as they stand above. `mask` is the same, but bars that cannot be right are treated as missing, and counted, where `fail` stops.',
  );

export type QualitySetting = z.infer<typeof qualitySchema>;
export type RuleName = keyof z.infer<typeof ruleSet>;
export type QualityPolicy = Readonly<Record<RuleName, { readonly severity: Severity; readonly remedy: Remedy }>>;

/** In the order of reports: the surest faults first. */
export const RULE_NAMES = Object.keys(ruleSet.shape) as readonly RuleName[];

/** A setting, long or short, as what is done for each rule. */
export function policyOf(setting: QualitySetting): QualityPolicy {
  if (typeof setting !== 'string') return setting.rules;
  const rules = ruleSet.parse({});
  if (setting === 'fail') return rules;
  return Object.fromEntries(
    Object.entries(rules).map(([name, each]) => [
      name,
      each.severity === 'fail' ? { ...each, severity: 'warn' } : each,
    ]),
  ) as QualityPolicy;
}

/** What can change data, by rule: two settings with the same remedies give the same market, or none. */
export function remediesOf(setting: QualitySetting): Readonly<Record<string, Remedy>> {
  return Object.fromEntries(
    Object.entries(policyOf(setting)).map(([name, { severity, remedy }]) => [
      name,
      severity === 'off' ? 'keep' : remedy,
    ]),
  );
}
