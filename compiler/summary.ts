/** What `strat check` prints after "ok": the strategy in a dozen lines, as its manager would tell it. */

import { USD } from '../stdlib/units.ts';
import { formatNumber, formula } from './formula.ts';
import { grouped, plural } from './messages/message.ts';
import { formatRatio, plain } from './numbers.ts';
import { type LegSpec, type NodeId, type Plan, type PortfolioSpec, rangesText, type StopSpec } from './plan.ts';
import { legText, rebalanceText, type Writer, weightText } from './planPortfolioTexts.ts';
import { costTexts, limitTexts } from './planTradingTexts.ts';
import { membersText } from './planUniverse.ts';
import { splitLines } from './splitTexts.ts';

const HEAD = 11;

export function summarize(plan: Plan): string {
  const lines: (readonly [string, ...string[]])[] = [
    ['universe', ...universeLines(plan)],
    ['features', featuresLine(plan)],
    ['label', `${plan.label.name}, known ${plural(plan.label.horizon, 'session')} later`],
    ['model', ...modelLines(plan)],
    ['split', ...splitLines(plan, deepestFeature(plan))],
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
  const { members, top, benchmark, calendar, sessionsPerYear, period, require } = universe;
  const all = membersText(members, {
    index: (name) => `members of ${name}`,
    list: (tickers) => plural(tickers.length, 'ticker'),
  });
  const who = top === null ? all : `the top ${top.count} by ${formula(top.by, expressions)} of ${all}`;
  const against = benchmark === null ? 'no benchmark' : `against ${benchmark}`;
  return [
    `${who}, ${against}, ${calendar} (${sessionsPerYear} sessions a year), ${rangesText([period])}`,
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
  const { optimizer, earlyStopping, epochs, batchSessions, seed, seeds } = model;
  const patience =
    earlyStopping === null
      ? plural(epochs, 'epoch')
      : `up to ${plural(epochs, 'epoch')}, ends after ${earlyStopping.patience} without better ${earlyStopping.metric}`;
  return [
    `LSTM ${shape} over ${plural(model.window, 'session')}, ${parameters} parameters, dropout ${formatRatio(model.dropout)}`,
    `${optimizer.method} at ${optimizer.learningRate}, ${patience}, ${plural(batchSessions, 'session')} a batch, ${seeds === 1 ? `seed ${seed}` : `seeds ${seed} .. ${seed + seeds - 1}, the mean of their predictions`}`,
  ];
}

/** One bias per gate, and a linear head on the last hidden state. */
export function parameterCount(inputs: number, layers: number, hidden: number): number {
  const layer = (size: number) => 4 * hidden * (size + hidden + 1);
  return layer(inputs) + (layers - 1) * layer(hidden) + hidden + 1;
}

function bookLines(plan: Plan): string[] {
  const { portfolios, paper } = plan;
  return [
    ...portfolios.flatMap((portfolio) => portfolioLines(portfolio, plan)),
    `from ${formatNumber(paper.capital, USD)}`,
  ];
}

function portfolioLines(portfolio: PortfolioSpec, { expressions, features, portfolios }: Plan): string[] {
  const names = new Map(features.features.map(({ name, node }) => [node, name]));
  const write = { expression: (node: NodeId) => formula(node, expressions, names), ratio: formatRatio, plain };
  const { name, share, long, short, smooth, hold } = portfolio;
  const leg = (side: string, end: 'top' | 'bottom', spec: LegSpec | null): string[] =>
    spec === null ? [] : [`${side} ${legText(spec, end, write)}, gross ${formatRatio(spec.gross)}`];
  const neutral = portfolio.neutral === null ? [] : [`neutral to ${neutralOf(portfolio.neutral.to)}`];
  const moves = [
    portfolio.weight.method === 'equal' ? 'equal weights' : `weighted by ${weightText(portfolio, write)}`,
    ...neutral,
    smooth === null ? 'at once' : `${formatRatio(smooth.alpha)} of the way to the target`,
    rebalanceText(portfolio, write),
  ];
  return [
    ...(portfolios.length > 1 || share < 1 ? [`${name ?? 'portfolio'}, ${formatRatio(share)} of the book:`] : []),
    ...leg('long ', 'top', long),
    ...leg('short', 'bottom', short),
    moves.join(', '),
    ...(hold === null ? [] : [`in cash unless ${write.expression(hold)}`]),
  ];
}

function neutralOf(to: 'market' | 'sector' | 'beta'): string {
  return to === 'market' ? 'the market' : to === 'sector' ? 'each sector' : "the market's beta";
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
  return costTexts(plan, writer(plan))
    .map(([key, text]) => `${key} ${text}`)
    .join(', ');
}

function riskLines({ risk, expressions }: Plan): string[] {
  const { volatilityTarget: target, stops, positionStops, limits } = risk;
  const limited = limitTexts(limits, writer({ expressions })).map(([what, limit]) => `${what} at most ${limit}`);
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

function writer({ expressions }: Pick<Plan, 'expressions'>): Writer {
  return { expression: (node) => formula(node, expressions), ratio: formatRatio, plain };
}

function untilWhen({ resumeAfter, resumeWhen }: StopSpec, otherwise: string, expressions: Plan['expressions']): string {
  if (resumeAfter === null) return otherwise;
  const once = resumeWhen === null ? '' : ` and until ${formula(resumeWhen, expressions)}`;
  return `for ${plural(resumeAfter, 'session')}${once}`;
}

function paramsLine({ params }: Plan): string {
  return params.map(({ name, text, setBy }) => `${name} = ${text}${setBy === 'file' ? '' : ' (--set)'}`).join(', ');
}
