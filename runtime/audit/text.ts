/** An audit as a person reads it in a terminal. */
import type { Audit } from './audit.ts';
import { type Drift, EXTRA_HISTORY } from './drift.ts';
import { AUDIT_STAGES, type Finding } from './findings.ts';

const TEXT = 58;

export function auditText(audit: Audit): string {
  return [...head(audit), '', ...nodeLines(audit), '', ...driftLines(audit), '', ...verdict(audit), ''].join('\n');
}

function head({ strategy, planHash, data, seed, cuts, cutBy, predictor }: Audit): string[] {
  const known = cutBy === 'source' ? 'the source was asked as of each' : 'what the source had loaded was cut at each';
  const model = predictor === 'stand-in' ? 'a small stand-in, for no run has kept one' : 'the one that a run has kept';
  return [
    `${strategy}  plan ${planHash.slice(0, 12)}`,
    `data   ${data}`,
    `cuts   ${cuts.length} sessions (seed ${seed}); ${known}:`,
    `       ${cuts.join(', ')}`,
    `model  ${model}`,
  ];
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
  const causes = nodes.filter(({ differing, follows }) => differing > 0 && !follows);
  const rest = nodes.filter(({ differing, follows }) => differing > 0 && follows).length;
  const unsettled = drift.filter((each) => !each.ok);
  return [
    ...causes.flatMap(causeLines),
    ...(rest > 0
      ? [`${rest} more ${rest === 1 ? 'differs' : 'differ'} because of what ${rest === 1 ? 'it reads' : 'they read'}.`]
      : []),
    ...unsettled.flatMap(({ feature, lookBack }) => [
      `✗ ${feature} reaches back further than its look-back of ${lookBack} sessions says.`,
      '  This is a bug of ours, not of the strategy: please report it with what stands above.',
    ]),
  ];
}

function causeLines({ stage, text, place, first }: Finding): string[] {
  const where = place === null ? '' : ` (${place})`;
  const what =
    first === null
      ? []
      : [
          `  first on ${first.session}${first.of === null ? '' : `, ${first.of}`}: ${shown(first.whole)} with all data, ` +
            `${shown(first.cutShort)} when nothing after ${first.cut} is known${apart(first.bits)}`,
        ];
  const whose =
    stage === 'market'
      ? 'The source lets what comes later change what came before: see what it assumes of the data, or report it.'
      : 'This is a bug of ours, not of the strategy: please report it with what stands here.';
  return [`✗ ${text}${where} knows what comes later.`, ...what, `  ${whose}`];
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
