/** An audit as a person reads it in a terminal. */
import type { Audit } from './audit.ts';
import { type Drift, EXTRA_HISTORY } from './drift.ts';
import { AUDIT_STAGES, type Finding } from './findings.ts';

const TEXT = 58;
const DAYS_IN_A_ROW = 8;

export function auditText(audit: Audit): string {
  return [...head(audit), '', ...nodeLines(audit), '', ...driftLines(audit), '', ...verdict(audit), ''].join('\n');
}

function head({ strategy, planHash, data, seed, cuts, cutBy, predictor, crossValidated }: Audit): string[] {
  const known = cutBy === 'source' ? 'the source was asked as of each' : 'what the source had loaded was cut at each';
  const model = predictor === 'stand-in' ? 'a small stand-in, for no run has kept one' : 'the one that a run has kept';
  return [
    `${strategy}  plan ${planHash.slice(0, 12)}`,
    `data   ${data}`,
    `cuts   ${cuts.length} sessions (seed ${seed}); ${known}:`,
    ...rowsOf(cuts).map((days) => `       ${days.join(', ')}`),
    `model  ${model}`,
    ...(crossValidated
      ? ['       models of cross-validation learn from later days: what they predict, and the book, are not compared']
      : []),
  ];
}

function rowsOf(days: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(days.length / DAYS_IN_A_ROW);
  return Array.from({ length: count }, (_, row) => days.slice(row * DAYS_IN_A_ROW, (row + 1) * DAYS_IN_A_ROW));
}

function nodeLines({ nodes, cuts }: Audit): string[] {
  return AUDIT_STAGES.flatMap((stage) => {
    const found = nodes.filter((node) => node.stage === stage);
    if (found.length === 0) return [];
    const title = `${stage.padEnd(TEXT + 4)}${'cuts'.padStart(7)}${'values'.padStart(10)}   worst`;
    return [title, ...found.map((finding) => nodeLine(finding, cuts.length))];
  });
}

function nodeLine({ text, cuts, values, differing, worst }: Finding, all: number): string {
  const mark = differing === 0 ? '✓' : '✗';
  const apart = differing === 0 ? 'same' : `${ulps(worst)}, ${amount(differing)} differ`;
  return `  ${mark} ${cell(text)}${`${cuts}/${all}`.padStart(7)}${amount(values).padStart(10)}   ${apart}`;
}

function driftLines({ drift, warmUp }: Audit): string[] {
  const columns = EXTRA_HISTORY.map((times) => `+${times === 0 ? '0' : `${times}×`}`.padStart(9)).join('');
  return [
    'histories that begin later, against the whole: greatest difference in standard deviations of the feature once it',
    `has had its look-back and so many warm-ups of ${warmUp} sessions more, and sessions until it stays within 1e-3 and 1e-6.`,
    'Finite windows: exactly 0 from where their blocks begin; rounding is what a start between blocks does, in units in',
    'the last place of that deviation. Look-backs with … carry everything before.',
    `${'  feature'.padEnd(30)}${'look-back'.padStart(10)}${columns}${'1e-3'.padStart(8)}${'1e-6'.padStart(8)}`,
    ...drift.map(driftLine),
  ];
}

function driftLine({ feature, lookBack, recursive, ok, drift, settled, rounding }: Drift): string {
  const figures = drift.map((figure) => (figure === null ? '–' : size(figure)).padStart(9)).join('');
  const back = `${lookBack}d${recursive ? ' …' : ''}`;
  const sessions = [settled.thousandth, settled.millionth]
    .map((n) => (n === null ? 'never' : `${n}d`).padStart(8))
    .join('');
  const note = rounding !== null && rounding > 0 ? `   rounding: ${rounding} ulp` : '';
  return `  ${ok ? '✓' : '✗'} ${cell(feature, 26)}${back.padStart(10)}${figures}${sessions}${note}`;
}

function verdict({ ok, nodes, drift }: Audit): string[] {
  if (ok) return ['ok: nothing known later changes a bit of anything known before'];
  const differing = nodes.filter((node) => node.differing > 0);
  const causes = differing.filter(({ follows }) => !follows);
  const rest = differing.length - causes.length;
  const reaching = drift
    .filter((each) => !each.ok)
    .map(
      ({ feature, lookBack }) => `✗ ${feature} reaches back further than its look-back of ${lookBack} sessions says`,
    );
  return [
    ...together(
      causes.filter(({ stage }) => stage === 'market').flatMap(causeLines),
      'The source lets what comes later change what came before: see what it says of its data.',
    ),
    ...together(
      [...causes.filter(({ stage }) => stage !== 'market').flatMap(causeLines), ...reaching],
      'This is a bug of ours, not of the strategy: please report it with what stands here.',
    ),
    ...(rest > 0 ? [`… and ${rest} more that read what is named here.`] : []),
  ];
}

function together(lines: readonly string[], sentence: string): readonly string[] {
  return lines.length === 0 ? [] : [...lines, sentence];
}

function causeLines({ text, place, first }: Finding): string[] {
  const title = `✗ ${text}${place === null ? '' : ` (${place})`} knows what comes later`;
  if (first === null) return [title];
  const { session, of, whole, cutShort, cut, bits } = first;
  const where = `first on ${session}${of === null ? '' : `, ${of}`}`;
  return [
    title,
    `  ${where}: ${shown(whole)} with all data, ${shown(cutShort)} when nothing after ${cut} is known${apart(bits)}`,
  ];
}

function cell(text: string, width = TEXT): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

function ulps(bits: number): string {
  return bits === Number.POSITIVE_INFINITY ? 'missing' : `${bits > 999_999 ? bits.toExponential(1) : bits} ulp`;
}

function apart(bits: number): string {
  return bits === Number.POSITIVE_INFINITY ? '' : ` (${ulps(bits)} apart)`;
}

function shown(value: number): string {
  return Number.isNaN(value) ? 'missing' : String(value);
}

function size(figure: number): string {
  if (figure === Number.POSITIVE_INFINITY) return 'missing';
  return figure === 0 ? '0' : figure.toExponential(1);
}

function amount(values: number): string {
  if (values >= 1e6) return `${(values / 1e6).toFixed(1)}M`;
  return values >= 1e4 ? `${(values / 1e3).toFixed(0)}k` : String(values);
}
