/** Every setting in force, as rows: what it is, and whether the file, a default or `--set` said so. */
import {
  costTexts,
  foldText,
  legText,
  limitTexts,
  type NodeId,
  neutralText,
  type OptimizerSpec,
  type Plan,
  partsOf,
  pathOfPortfolio,
  rebalanceText,
  resumeText,
  type StopSpec,
  splitSettings,
  type TopOf,
  type Writer,
  weightText,
  membersText as wordMembers,
} from '../../compiler/plan.ts';
import { plain } from './format.ts';
import { formula, rate } from './formula.ts';
import type { SettingRow } from './input.ts';

/** Settings by block: the path under which the plan keeps the origin, the name shown, the value. */
type Entry = readonly [path: string, name: string, value: string | null];

export function settingRows(plan: Plan): SettingRow[] {
  const groups: readonly (readonly [string, readonly Entry[]])[] = [
    ['params', plan.params.map((param): Entry => [`params.${param.name}`, param.name, param.text])],
    ['universe', universe(plan)],
    ['features', features(plan)],
    ['label', [['label', plan.label.name, formula(plan.label.node, plan.expressions)]]],
    ['model', model(plan)],
    ['split', split(plan)],
    ['portfolio', portfolio(plan)],
    ['execution', execution(plan)],
    ['costs', costs(plan)],
    ['risk', risk(plan)],
    ['paper', paper(plan)],
  ];
  return groups.flatMap(([group, entries]) =>
    entries
      .filter((entry): entry is [string, string, string] => entry[2] !== null)
      .map(([path, name, value]) => ({ group, name, value, by: saidBy(plan, path) })),
  );
}

/**
 * The origin of a path; of a setting made of several values, whether anybody said one of them. What nobody could have
 * said is derived, what nobody did say is a default.
 */
function saidBy(plan: Plan, path: string): SettingRow['by'] {
  if (path.startsWith('derived.')) return 'derived';
  if (path === 'model.type') return 'file';
  const param = plan.params.find(({ name }) => path === `params.${name}`);
  if (param) return param.setBy;
  const exact = plan.origins[path];
  if (exact) return exact.by;
  const parts = Object.entries(plan.origins).filter(([each]) => each.startsWith(`${path}.`));
  if (parts.some(([, { by }]) => by === 'command line')) return 'command line';
  return parts.some(([, { by }]) => by === 'file') ? 'file' : 'default';
}

export function membersText({ universe, expressions }: Plan): string {
  const { members, top } = universe;
  const isDated = partsOf(members).some(({ source }) => source === 'constituents');
  const who = wordMembers(members, { index: (name) => name, list: shortList });
  const dated = isDated ? `${who} as of each session` : who;
  return top === null ? dated : `top ${topText(top, expressions)} of ${dated}`;
}

function topText({ count, by, keep }: TopOf<NodeId>, expressions: Plan['expressions']): string {
  return `${count} by ${formula(by, expressions)}${keep > count ? `, kept to ${keep},` : ''}`;
}

function shortList(tickers: readonly string[]): string {
  return tickers.length <= 8 ? tickers.join(', ') : `${tickers.slice(0, 7).join(', ')} and ${tickers.length - 7} more`;
}

function universe(plan: Plan): Entry[] {
  const { benchmark, calendar, sessionsPerYear, period, require } = plan.universe;
  return [
    ['universe.members', 'members', membersText(plan)],
    ['universe.benchmark', 'benchmark', benchmark ?? 'none'],
    ['universe.calendar', 'calendar', `${calendar}, ${sessionsPerYear} sessions a year`],
    ['universe.period', 'period', `${period.from} .. ${period.to}`],
    ...require.map((id, i): Entry => [`universe.require.${i}`, 'require', formula(id, plan.expressions)]),
  ];
}

function features({ features: spec, expressions }: Plan): Entry[] {
  const { normalize } = spec;
  return [
    ...spec.features.map(({ name, node }): Entry => [`features.${name}`, name, formula(node, expressions)]),
    [
      'features.normalize',
      'normalize',
      normalize === null
        ? 'none'
        : `${normalize.method}${normalize.clip === null ? '' : `, clipped to ±${plain(normalize.clip)}`}, fitted on ${normalize.fittedOn}`,
    ],
  ];
}

function model({ model: spec, expressions }: Plan): Entry[] {
  const { earlyStopping } = spec;
  return [
    ['model.type', 'type', spec.type],
    ['model.window', 'window', `${spec.window}d`],
    ['model.layers', 'layers', plain(spec.layers)],
    ['model.hidden', 'hidden', plain(spec.hidden)],
    ['model.dropout', 'dropout', rate(spec.dropout)],
    ['model.loss', 'loss', formula(spec.loss, expressions)],
    ...optimizer(spec.optimizer),
    ['model.epochs', 'epochs', plain(spec.epochs)],
    [
      'model.earlyStopping',
      'stop early',
      earlyStopping === null ? 'no' : `after ${earlyStopping.patience} without better ${earlyStopping.metric}`,
    ],
    ['model.batchSessions', 'batch', `${spec.batchSessions} sessions`],
    ['model.seed', 'seed', plain(spec.seed)],
    ['model.seeds', 'seeds', plain(spec.seeds)],
  ];
}

/** Its method, and each parameter by the name it has in the language. */
function optimizer(spec: OptimizerSpec): Entry[] {
  const parameter = (name: string, value: number): Entry => [
    `model.optimizer.${name}`,
    `optimizer, ${name}`,
    plain(value),
  ];
  const method: Entry = ['model.optimizer.method', 'optimizer', spec.method];
  if (spec.method === 'sgd') {
    return [method, parameter('learning_rate', spec.learningRate), parameter('momentum', spec.momentum)];
  }
  return [
    method,
    parameter('learning_rate', spec.learningRate),
    parameter('weight_decay', spec.weightDecay),
    parameter('beta1', spec.beta1),
    parameter('beta2', spec.beta2),
    parameter('epsilon', spec.epsilon),
  ];
}

function split({ split: spec, warmUp, origins }: Plan): Entry[] {
  const path = (key: string) => (origins[`split.${key}`] === undefined ? `derived.${key}` : `split.${key}`);
  const said = splitSettings(spec).map(([key, text]): Entry => [`split.${key}`, key, text]);
  const folds = spec.scheme.kind === 'windows' ? [] : spec.folds;
  return [
    ...said,
    ...folds.map((fold, k): Entry => [`derived.fold.${k}`, `fold ${k + 1}`, foldText(fold)]),
    [path('purge'), 'purge', `${spec.purge}d`],
    [path('embargo'), 'embargo', `${spec.embargo}d`],
    ['derived.warmUp', 'warm-up', `${warmUp}d`],
  ];
}

function portfolio(plan: Plan): Entry[] {
  const { expressions, portfolios } = plan;
  const write = writer({ expressions });
  return portfolios.flatMap((spec): Entry[] => {
    const path = pathOfPortfolio(spec.name);
    const entry = (key: string, name: string, value: string): Entry => [
      `${path}.${key}`,
      spec.name === null ? name : `${spec.name}, ${name}`,
      value,
    ];
    const { long, short, smooth, hold, share } = spec;
    return [
      ...(portfolios.length > 1 || share < 1 ? [entry('share', 'share', rate(share))] : []),
      entry('long', 'long', long === null ? 'none' : `${legText(long, 'top', write)}, gross ${rate(long.gross)}`),
      entry(
        'short',
        'short',
        short === null ? 'none' : `${legText(short, 'bottom', write)}, gross ${rate(short.gross)}`,
      ),
      entry('weight', 'weight', weightText(spec, write)),
      ...(spec.neutral === null ? [] : [entry('neutral', 'neutral', neutralText(spec, write))]),
      ...(hold === null ? [] : [entry('hold', 'hold when', write.expression(hold))]),
      entry('smooth', 'smooth', smooth === null ? 'none' : `${smooth.method}(${plain(smooth.alpha)})`),
      entry('rebalance', 'rebalance', rebalanceText(spec, write)),
    ];
  });
}

function execution({ execution: spec, expressions }: Plan): Entry[] {
  return [
    ['execution.decideAt', 'decide at', spec.delay === 0 ? spec.decideAt : `${spec.decideAt}, ${spec.delay}min later`],
    ['execution.fillAt', 'fill at', spec.fillAt],
    ['execution.shares', 'shares', spec.shares],
    ...(spec.participation === null ? [] : [participation(spec.participation, expressions)]),
  ];
}

function participation(
  { most, of, rest }: NonNullable<Plan['execution']['participation']>,
  expressions: Plan['expressions'],
): Entry {
  return [
    'execution.participation.most',
    'participation',
    `${rate(most)} of ${formula(of, expressions)}, rest ${rest}`,
  ];
}

function writer({ expressions }: Pick<Plan, 'expressions'>): Writer {
  return { expression: (node) => formula(node, expressions), ratio: rate, plain };
}

function costs(plan: Plan): Entry[] {
  return costTexts(plan, writer(plan)).map(([key, text]) => [`costs.${key}`, key, text]);
}

function risk(plan: Plan): Entry[] {
  const spec = plan.risk;
  const write = writer(plan);
  const { volatilityTarget: target, stops, positionStops, limits } = spec;
  return [
    [
      'risk.volatilityTarget',
      'target volatility',
      target === null
        ? 'none'
        : `${rate(target.perYear)} per year over ${target.window}d, scale ${plain(target.lo)} .. ${plain(target.hi)}`,
    ],
    ...stops.map((stop, i): Entry => [`risk.stops.${i}`, 'stop when', stopText(stop, 'resumed by hand', write)]),
    ...positionStops.map(
      (stop, i): Entry => [
        `risk.positionStops.${i}`,
        'stop position when',
        stopText(stop, 'until the book lets go of it', write),
      ],
    ),
    ...limitTexts(limits, write).map(([key, text]): Entry => [pathOfLimit(key), `limit ${key}`, text]),
  ];
}

function stopText(stop: StopSpec, otherwise: string, write: Writer): string {
  return `${stop.text}, ${resumeText(stop, write) ?? otherwise}`;
}

function pathOfLimit(key: string): string {
  const camel = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `risk.limits.${camel}`;
}

function paper({ paper: { capital, at } }: Plan): Entry[] {
  const two = (n: number) => String(n).padStart(2, '0');
  return [
    ['paper.capital', 'capital', `${capital.toLocaleString('en-US')} USD`],
    ['paper.at', 'at', at === null ? null : `${two(at.hour)}:${two(at.minute)} ${at.zone}`],
  ];
}
