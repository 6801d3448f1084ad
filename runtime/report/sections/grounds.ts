/** What the result rests on: windows, assumptions, accepted warnings. */
import { count, plural } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { block, type Cell, table } from './table.ts';

export function windowsTable({ windows }: ReportInput): Markup {
  if (windows.folds !== null) return foldsNote(windows, windows.folds);
  const { train, validate, test, purge, warmUp, horizon, label } = windows;
  const purged =
    purge === 0
      ? 'nothing left out'
      : purge === 1
        ? 'its last session left out'
        : `its last ${plural(purge, 'session')} left out`;
  const rows: Cell[][] = [
    ['Train', train.from, train.to, `The model and the normalisation learn here; ${purged}`],
    ['Validate', validate.from, validate.to, `The epoch is chosen here; ${purged}`],
    ['Test', test.from, test.to, 'The book is run and judged here'],
  ];
  return block(
    'Windows',
    `A purge of ${plural(purge, 'session')}${purge > horizon ? ', as asked for' : ''}, because ${label} is known ` +
      `${plural(horizon, 'session')} later; ${plural(warmUp, 'session')} of history before the first decision. ` +
      'The purge is derived; only a longer one can be asked for.',
    table(
      'Windows',
      [{ label: '' }, { label: 'From', whole: true }, { label: 'To', whole: true }, { label: 'Use' }],
      [{ label: null, rows }],
    ),
  );
}

/** How the folds came about; each has its row among the models. */
function foldsNote(windows: ReportInput['windows'], folds: string): Markup {
  const { purge, embargo, horizon, label, crossValidated } = windows;
  const gaps = crossValidated
    ? `Before a stretch that judges ${plural(purge, 'session')} are left out of what is learnt from, since ${label} is known ` +
      `${plural(horizon, 'session')} later, and after it ${count(embargo)}, which reach back into it.`
    : `The last ${plural(purge, 'session')} of each window are left out of what is learnt from, since ${label} is known ` +
      `${plural(horizon, 'session')} later.`;
  const traded = crossValidated
    ? 'Models learn from later days than those they judge: evidence about the idea, and no record that anybody could have traded.'
    : 'On every day the book follows the newest model, which has learnt from earlier days only.';
  return block('Folds', `${folds}. ${gaps} ${traded}`, html``);
}

export function assumptionsList({ data, emptyCrossSections }: ReportInput): Markup {
  const notes = [...data.assumptions];
  if (emptyCrossSections > 0)
    notes.push(
      `On ${plural(emptyCrossSections, 'session')} no stock had a prediction; the book was left as it was on those.`,
    );
  return block(
    'Assumptions about the data',
    data.first === null
      ? null
      : `${count(data.stocks)} stocks over ${plural(data.sessions, 'session')}, ${data.first} to ${data.last}.`,
    notes.length === 0
      ? html`<p class="nothing">None is stated.</p>`
      : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`,
  );
}

export function warningsTable({ accepted }: ReportInput): Markup {
  const rows = accepted.map(({ code, reason, where }): Cell[] => [html`<code>${code}</code>`, reason, where]);
  return block(
    'Accepted warnings',
    null,
    rows.length === 0
      ? html`<p class="nothing">No warning was accepted.</p>`
      : table(
          'Accepted warnings',
          [{ label: 'Warning' }, { label: 'Reason given' }, { label: 'Where' }],
          [{ label: null, rows }],
        ),
  );
}
