/** What `strat check` prints after "ok": the strategy in a dozen lines, as its manager would tell it. */

import { USD } from '../stdlib/units.ts';
import { formatNumber, formula } from './formula.ts';
import { grouped, plural } from './messages/message.ts';
import { formatRatio } from './numbers.ts';
import type { DateRange, LegSpec, Plan, StopSpec } from './plan.ts';
import { costTexts, limitTexts } from './tradingTexts.ts';

const HEAD = 11;

export function summarize(plan: Plan): string {
  const lines: (readonly [string, ...string[]])[] = [
    ['universe', ...universeLines(plan)],
    ['features', featuresLine(plan)],
    ['label', `${plan.label.name}, known ${plural(plan.label.horizon, 'session')} later`],
    ['model', ...modelLines(plan)],
    ['split', ...splitLines(plan)],
    ['book', ...bookLines(plan)],
    ['trading', tradingLine(plan)],
    ['costs', costsLine(plan)],
    ['risk', ...riskLines(plan)],
    ...(plan.params.length > 0 ? [['params', paramsLine(plan)] as const] : []),
    ...(plan.accepted.length > 0
      ? [['accepted', ...plan.accepted.map(({ code, reason }) => `${code}: ${reason}`)] as const]
      : []),
    ['plan', plan.hash.slice(0, 12)],
  ];
  return lines
    .flatMap(([head, ...texts]) => texts.map((text, index) => `  ${(index === 0 ? head : '').padEnd(HEAD)}${text}`))
    .join('\n');
}

function universeLines({ universe, expressions }: Plan): string[] {
  const { members, benchmark, calendar, sessionsPerYear, period, require } = universe;
  const who =
    members.source === 'constituents' ? `members of ${members.index}` : plural(members.tickers.length, 'ticker');
  const against = benchmark === null ? 'no benchmark' : `against ${benchmark}`;
  return [
    `${who}, ${against}, ${calendar} (${sessionsPerYear} sessions a year), ${range(period)}`,
    ...require.map((condition) => `only while ${formula(condition, expressions)}`),
  ];
}

function featuresLine(plan: Plan): string {
  const { features, warmUp } = plan;
  const { normalize } = features;
  const clip = normalize?.clip == null ? '' : ` and clipped at ±${normalize.clip}`;
  const scale = normalize === null ? 'as they are' : `z-scored on train${clip}`;
  return [
    `${features.features.length}, ${scale}`,
    `reaching back ${plural(deepestFeature(plan), 'session')}, ${warmUp} through the model's window`,
  ].join('; ');
}

/** Sessions that the feature of the longest look-back reaches back. */
function deepestFeature({ features, expressions }: Plan): number {
  return Math.max(0, ...features.features.map(({ node }) => expressions[node]?.lookBack.sessions ?? 0));
}

function modelLines({ model, features }: Plan): string[] {
  const inputs = features.features.length;
  const shape = [inputs, ...Array<number>(model.layers).fill(model.hidden), 1].join(' → ');
  const parameters = grouped(parameterCount(inputs, model.layers, model.hidden));
  const { optimizer, earlyStopping, epochs, batchSessions, seed } = model;
  const patience =
    earlyStopping === null
      ? plural(epochs, 'epoch')
      : `up to ${plural(epochs, 'epoch')}, ends after ${earlyStopping.patience} without better ${earlyStopping.metric}`;
  return [
    `LSTM ${shape} over ${plural(model.window, 'session')}, ${parameters} parameters, dropout ${formatRatio(model.dropout)}`,
    `${optimizer.method} at ${optimizer.learningRate}, ${patience}, ${plural(batchSessions, 'session')} a batch, seed ${seed}`,
  ];
}

/** One bias per gate, and a linear head on the last hidden state. */
export function parameterCount(inputs: number, layers: number, hidden: number): number {
  const layer = (size: number) => 4 * hidden * (size + hidden + 1);
  return layer(inputs) + (layers - 1) * layer(hidden) + hidden + 1;
}

function splitLines(plan: Plan): string[] {
  const { split, label, origins, model } = plan;
  const least = `${label.horizon} + ${deepestFeature(plan)} + ${model.window - 1}`;
  const asked = (key: 'purge' | 'embargo') => (origins[`split.${key}`] === undefined ? 'derived' : 'asked for');
  const purged = `the last ${split.purge === 1 ? 'session' : `${split.purge} sessions`} left out`;
  return [
    `train     ${range(split.train)}, ${purged}`,
    `validate  ${range(split.validate)}, ${purged}`,
    `test      ${range(split.test)}`,
    `purge     ${split.purge}d, ${asked('purge')}: ${label.name} is known ${plural(label.horizon, 'session')} later`,
    `embargo   ${split.embargo}d, ${asked('embargo')}: label, features and window reach over ${least}; here nothing is learnt after a judged window`,
  ];
}

function bookLines({ portfolio, expressions, features, paper }: Plan): string[] {
  const names = new Map(features.features.map(({ name, node }) => [node, name]));
  const leg = (side: string, ends: string, spec: LegSpec | null): string[] => {
    if (spec === null) return [];
    const filter = spec.filter === null ? '' : ` where ${formula(spec.filter, expressions, names)}`;
    return [
      `${side} the ${spec.count === 1 ? `${ends} one` : `${spec.count} ${ends}`}${filter}, gross ${formatRatio(spec.gross)}`,
    ];
  };
  const smooth =
    portfolio.smooth === null ? 'at once' : `${formatRatio(portfolio.smooth.alpha)} of the way to the target`;
  const schedule = portfolio.rebalance === 'every session' ? 'every session' : `rebalanced ${portfolio.rebalance}`;
  return [
    ...leg('long ', 'best', portfolio.long),
    ...leg('short', 'worst', portfolio.short),
    `equal weights, ${smooth}, ${schedule}, from ${formatNumber(paper.capital, USD)}`,
  ];
}

function tradingLine({ execution, expressions }: Plan): string {
  const { decideAt, delay, fillAt, shares, participation } = execution;
  const decided = delay === 0 ? `at the ${decideAt}` : `${delay} min after the ${decideAt}`;
  const most =
    participation === null
      ? []
      : [
          `at most ${formatRatio(participation.most)} of ${formula(participation.of, expressions)} at a fill, the rest ${participation.rest}`,
        ];
  return [
    `decided ${decided}, filled at the ${fillAt === decideAt ? 'same ' : ''}${fillAt}`,
    ...(shares === 'whole' ? ['in whole shares'] : []),
    ...most,
  ].join(', ');
}

function costsLine(plan: Plan): string {
  return costTexts(plan)
    .map(([key, text]) => `${key} ${text}`)
    .join(', ');
}

function riskLines({ risk, expressions }: Plan): string[] {
  const { volatilityTarget: target, stops, positionStops, limits } = risk;
  const limited = limitTexts(limits, expressions).map(([what, limit]) => `${what} at most ${limit}`);
  const lines = [
    ...(target === null
      ? []
      : [
          `volatility ${formatRatio(target.perYear)} per year over ${plural(target.window, 'session')}, scale ${target.lo} .. ${target.hi}`,
        ]),
    ...stops.map((stop) => `flat when ${stop.text}, ${untilWhen(stop, 'until resumed by hand', expressions)}`),
    ...positionStops.map(
      (stop) => `out of a name when ${stop.text}, ${untilWhen(stop, 'until the book lets go of it', expressions)}`,
    ),
    ...(limited.length > 0 ? [limited.join(', ')] : []),
  ];
  return lines.length > 0 ? lines : ['no target, no stop, no limit'];
}

function untilWhen({ resumeAfter, resumeWhen }: StopSpec, otherwise: string, expressions: Plan['expressions']): string {
  if (resumeAfter === null) return otherwise;
  const once = resumeWhen === null ? '' : ` and until ${formula(resumeWhen, expressions)}`;
  return `for ${plural(resumeAfter, 'session')}${once}`;
}

function paramsLine({ params }: Plan): string {
  return params.map(({ name, text, setBy }) => `${name} = ${text}${setBy === 'file' ? '' : ' (--set)'}`).join(', ');
}

function range({ from, to }: DateRange): string {
  return `${from} .. ${to}`;
}
