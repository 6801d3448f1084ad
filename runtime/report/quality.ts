/** What rules of data quality found, as the report shows it. */
import { toIsoDay } from '../market.ts';
import type { QualityReport } from '../quality/check.ts';
import { RULES } from '../quality/rules.ts';
import { outcomeOf } from '../quality/text.ts';
import type { Quality } from './input.ts';

/** Findings of one rule; `strat data quality` lists all. */
const SHOWN = 10;

export function qualityOf(report: QualityReport | null): Quality | null {
  if (report === null) return null;
  const { bars, tickers, rules, findings } = report;
  return {
    bars,
    tickers,
    rules: rules.map((each) => ({
      rule: each.rule,
      finds: RULES[each.rule].finds,
      falseAlarms: RULES[each.rule].falseAlarms,
      findings: each.findings,
      bars: each.bars,
      tickers: each.tickers,
      outcome: outcomeOf(each),
      shown: findings
        .filter(({ rule }) => rule === each.rule)
        .slice(0, SHOWN)
        .map(({ ticker, from, to, detail }) => ({ ticker, from: toIsoDay(from), to: toIsoDay(to), detail })),
    })),
  };
}
