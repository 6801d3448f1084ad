/** Enough to do it again: parameters, hashes, versions, and the strategy as it was written. */
import { plural } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { highlighted } from '../source.ts';
import { block, type Cell, table } from './table.ts';

export function settingsTable({ settings }: ReportInput): Markup {
  const groups = new Map<string, Cell[][]>();
  for (const { group, name, value, by } of settings) {
    const said = by === 'file' || by === 'command line';
    const rows = groups.get(group) ?? [];
    rows.push([
      name,
      html`<span class="mono">${value}</span>`,
      html`<span class="${said ? 'said' : 'unsaid'}">${by === 'file' ? 'the file' : by}</span>`,
    ]);
    groups.set(group, rows);
  }
  const defaults = settings.filter((row) => row.by === 'default').length;
  return block(
    'Every setting in force',
    `${plural(settings.length, 'value')}, of which ${defaults} ${defaults === 1 ? 'is a default' : 'are defaults'} of the language.`,
    table(
      'Settings',
      [{ label: 'Setting' }, { label: 'Value' }, { label: 'Said by' }],
      [...groups].map(([label, rows]) => ({ label, rows })),
    ),
  );
}

export function provenanceTable({ provenance, data }: ReportInput): Markup {
  const hash = (text: string) => html`<span class="mono hash">${text}</span>`;
  const rows: Cell[][] = [
    ['Plan', hash(provenance.planHash)],
    ...Object.entries(provenance.stages).map(([stage, of]): Cell[] => [`Stage ${stage}`, hash(of)]),
    ['Data snapshot', hash(data.snapshot)],
    ['Data', data.description],
    ['Configuration', provenance.config],
    ['Engine', provenance.engine],
    ...provenance.versions.map(({ name, version }): Cell[] => [name, html`<span class="mono">${version}</span>`]),
  ];
  return block(
    'Where this came from',
    'The same plan, data, engine and versions give the same bits.',
    table('Provenance', [{ label: '' }, { label: '' }], [{ label: null, rows }]),
  );
}

export function sourceListings({ sources }: ReportInput): Markup {
  const listings = sources.map(({ file, text }, at) => {
    const lines = highlighted(text).map((line) => html`<li>${line}</li>\n`);
    return block(
      at === 0 ? 'The strategy as written' : 'What it builds on',
      file,
      html`<div class="source" role="region" aria-label="Source of ${file}" tabindex="0"><ol>${lines}</ol></div>`,
    );
  });
  return html`${listings}`;
}

export function trainingFacts({ training }: ReportInput): Markup {
  if (training === null) return html``;
  return html`<p class="verdict">${plural(training.parameters, 'parameter')}, ${plural(training.sequences, 'training sequence')} from
${plural(training.trainSessions, 'session')}, judged on ${plural(training.validationSessions, 'session')}; ${plural(training.epochs.length, 'epoch')},
epoch ${training.bestEpoch} kept${training.metric === null ? '' : ` by ${training.metric}`}. Engine: ${training.engine}.</p>`;
}
