/** A quality report as people read it on a terminal of 80 columns. */
import { toIsoDay } from '../market.ts';
import type { QualityReport, RuleCount } from './check.ts';
import type { Finding } from './rule.ts';
import { RULES } from './rules.ts';

/** The part of a report that fits a run's log: what each rule found, without the findings. */
export type QualitySummary = Pick<QualityReport, 'bars' | 'tickers' | 'rules'>;

const DONE: Readonly<Record<RuleCount['remedy'], string>> = { keep: 'kept', mask: 'masked', drop: 'dropped' };

/** `failed`, or what the remedy did. */
export function outcomeOf({ severity, remedy }: Pick<RuleCount, 'severity' | 'remedy'>): string {
  return severity === 'fail' ? 'failed' : DONE[remedy];
}

/** A heading and a line for each rule that found something; no lines when none did. */
export function summaryLines({ bars, tickers, rules }: QualitySummary): string[] {
  if (rules.length === 0) return [];
  const row = (rule: string, numbers: readonly string[], outcome: string, example: string) =>
    `  ${rule.padEnd(16)}${numbers.map((number) => number.padStart(9)).join('')}  ${outcome.padEnd(8)}${example}`.trimEnd();
  const lines = rules.map((each) =>
    row(
      each.rule,
      [each.findings, each.bars, each.tickers].map(grouped),
      outcomeOf(each),
      `${printable(each.example.ticker)} ${toIsoDay(each.example.from)}`,
    ),
  );
  return [
    `data quality: ${checkedText({ bars, tickers })}`,
    row('rule', ['findings', 'bars', 'tickers'], '', 'such as'),
    ...lines,
  ];
}

/** Every finding, rule by rule, each rule with what it looks for and when it is wrong. */
export function reportLines(report: QualityReport): string[] {
  if (report.rules.length === 0) {
    return [`${checkedText(report)}: no rule found anything`];
  }
  const details = report.rules.flatMap((each) => [
    '',
    `${each.rule} (${outcomeOf(each)}): ${RULES[each.rule].finds}`,
    `  false alarms: ${RULES[each.rule].falseAlarms}`,
    ...report.findings.filter(({ rule }) => rule === each.rule).map((finding) => `  ${findingText(finding)}`),
  ]);
  return [...summaryLines(report), ...details];
}

/** `NFLX on 2015-07-15: × 0.140, like a split of 7:1 that nobody tells` */
export function findingText({ ticker, from, to, detail }: Finding): string {
  const when = from === to ? `on ${toIsoDay(from)}` : `from ${toIsoDay(from)} to ${toIsoDay(to)}`;
  return `${printable(ticker)} ${when}: ${detail}`;
}

/** What a vendor calls a stock must not steer the terminal. */
function printable(ticker: string): string {
  return ticker.replace(/\p{C}/gu, ' ');
}

/** `1,336,037 bars of 504 tickers` */
function checkedText({ bars, tickers }: Pick<QualityReport, 'bars' | 'tickers'>): string {
  const noun = (count: number, one: string) => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;
  return `${noun(bars, 'bar')} of ${noun(tickers, 'ticker')}`;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
