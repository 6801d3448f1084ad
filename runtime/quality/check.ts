/**
 * A check of market data: tickers are shown to it one after the other, and it says what it found.
 *
 *   const check = new QualityCheck(policy, circumstances);
 *   for (…) check.see(bars);
 *   const report = check.finish();
 *
 * It changes nothing and stops nothing: who runs it does, by what the report says of each rule.
 */
import { type QualityPolicy, type Remedy, RULE_NAMES, type RuleName, type Severity } from '../../configs/quality.ts';
import type { Circumstances, TickerBars } from './bars.ts';
import type { Comparison, Finding, TickerRule } from './rule.ts';
import { CROSS_RULES, TICKER_RULES } from './rules.ts';

/** A rule that has found something, and how much. */
export interface RuleCount {
  readonly rule: RuleName;
  readonly severity: Severity;
  readonly remedy: Remedy;
  readonly findings: number;
  /** Bars in the findings. */
  readonly bars: number;
  readonly tickers: number;
  /** The finding of the largest value. */
  readonly example: Finding;
}

export interface QualityReport {
  readonly tickers: number;
  /** Bars seen. */
  readonly bars: number;
  /** Rules that found nothing are not in it. */
  readonly rules: readonly RuleCount[];
  /** By rule, in the order of `RULE_NAMES`, then by ticker and day. */
  readonly findings: readonly Finding[];
}

export class QualityCheck {
  private readonly findings: Finding[] = [];
  private readonly rules: readonly TickerRule[];
  private readonly comparisons: readonly { readonly rule: RuleName; readonly comparison: Comparison }[];
  private tickers = 0;
  private bars = 0;
  private readonly policy: QualityPolicy;
  private readonly circumstances: Circumstances;

  constructor(policy: QualityPolicy, circumstances: Circumstances) {
    const isOn = ({ name }: { name: RuleName }) => policy[name].severity !== 'off';
    this.policy = policy;
    this.circumstances = circumstances;
    this.rules = TICKER_RULES.filter(isOn);
    this.comparisons = CROSS_RULES.filter(isOn).map((rule) => ({ rule: rule.name, comparison: rule.begin() }));
  }

  see(bars: TickerBars): void {
    const { ticker, close } = bars;
    this.tickers++;
    for (let t = 0; t < close.length; t++) if (!Number.isNaN(close[t]!)) this.bars++;
    for (const { name: rule, find } of this.rules) {
      find(bars, this.circumstances, (told) => this.findings.push({ rule, ticker, ...told }));
    }
    for (const { comparison } of this.comparisons) comparison.see(bars);
  }

  finish(): QualityReport {
    for (const { rule, comparison } of this.comparisons) {
      this.findings.push(...comparison.finish().map((told) => ({ rule, ...told })));
    }
    const byRule = RULE_NAMES.map((rule) => ({ rule, found: this.findings.filter((each) => each.rule === rule) }));
    return {
      tickers: this.tickers,
      bars: this.bars,
      rules: byRule.filter(({ found }) => found.length > 0).map(({ rule, found }) => this.count(rule, found)),
      findings: byRule.flatMap(({ found }) => found.sort(byTicker)),
    };
  }

  private count(rule: RuleName, found: readonly Finding[]): RuleCount {
    return {
      rule,
      ...this.policy[rule],
      findings: found.length,
      bars: found.reduce((sum, { bars }) => sum + bars, 0),
      tickers: new Set(found.map(({ ticker }) => ticker)).size,
      example: found.reduce((most, each) => (sizeOf(each) > sizeOf(most) ? each : most)),
    };
  }
}

function sizeOf({ value }: Finding): number {
  return Math.abs(value ?? 0);
}

function byTicker(a: Finding, b: Finding): number {
  return a.ticker < b.ticker ? -1 : a.ticker > b.ticker ? 1 : a.from - b.from;
}
