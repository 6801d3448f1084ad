/** What rules of data quality found in the bars, and what was done about it. */
import { count } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { block, type Cell, table } from './table.ts';

export function qualityTable({ quality }: ReportInput): Markup {
  if (quality === null) return html``;
  const checked = `${count(quality.bars)} bars of ${count(quality.tickers)} stocks were checked before anything was adjusted.`;
  if (quality.rules.length === 0) {
    return block('Data quality', checked, html`<p class="nothing">No rule found anything.</p>`);
  }
  const rows = quality.rules.map(({ rule, finds, findings, bars, tickers, outcome }): Cell[] => [
    html`<code>${rule}</code>`,
    finds,
    count(findings),
    count(bars),
    count(tickers),
    outcome,
  ]);
  return html`${block(
    'Data quality',
    `${checked} Masked bars are treated as missing, dropped stocks are left out; what is kept was used as it is.`,
    table(
      'Data quality',
      [
        { label: 'Rule' },
        { label: 'Finds' },
        { label: 'Findings', number: true },
        { label: 'Bars', number: true },
        { label: 'Stocks', number: true },
        { label: 'Done' },
      ],
      [{ label: null, rows }],
    ),
  )}${findingsTable(quality.rules)}`;
}

function findingsTable(rules: NonNullable<ReportInput['quality']>['rules']): Markup {
  const groups = rules.map(({ rule, findings, shown, falseAlarms }) => ({
    label: `${rule}${findings > shown.length ? `: the first ${shown.length} of ${count(findings)}` : ''}. False alarms: ${falseAlarms}`,
    rows: shown.map(({ ticker, from, to, detail }): Cell[] => [ticker, from, to, detail]),
  }));
  return html`<details><summary>What was found</summary>${table(
    'Findings of data quality',
    [{ label: 'Stock' }, { label: 'From', whole: true }, { label: 'To', whole: true }, { label: 'What' }],
    groups,
  )}</details>\n`;
}
