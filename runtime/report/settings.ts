/** Every setting in force, as rows: what it is, and whether the file, a default or `--set` said so. */
import type { LegSpec, OptimizerSpec, Plan } from '../../compiler/plan.ts';
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

export function membersText({ universe }: Plan): string {
  const { members } = universe;
  if (members.source === 'constituents') return `${members.index} as of each session`;
  const { tickers } = members;
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
  return [
    ['split.train', 'train', `${spec.train.from} .. ${spec.train.to}`],
    ['split.validate', 'validate', `${spec.validate.from} .. ${spec.validate.to}`],
    ['split.test', 'test', `${spec.test.from} .. ${spec.test.to}`],
    [path('purge'), 'purge', `${spec.purge}d`],
    [path('embargo'), 'embargo', `${spec.embargo}d`],
    ['derived.warmUp', 'warm-up', `${warmUp}d`],
  ];
}

function portfolio(plan: Plan): Entry[] {
  const { long, short, weight, smooth, rebalance } = plan.portfolio;
  return [
    ['portfolio.long', 'long', leg(long, 'top', plan)],
    ['portfolio.short', 'short', leg(short, 'bottom', plan)],
    ['portfolio.weight', 'weight', weight],
    ['portfolio.smooth', 'smooth', smooth === null ? 'none' : `${smooth.method}(${plain(smooth.alpha)})`],
    ['portfolio.rebalance', 'rebalance', rebalance],
  ];
}

function leg(spec: LegSpec | null, end: 'top' | 'bottom', { expressions }: Plan): string {
  if (spec === null) return 'none';
  const where = spec.filter === null ? '' : ` where ${formula(spec.filter, expressions)}`;
  return `${end} ${spec.count} by ${formula(spec.score, expressions)}${where}, gross ${rate(spec.gross)}`;
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

function costs(plan: Plan): Entry[] {
  return costTexts(plan).map(([key, text]) => [`costs.${key}`, key, text]);
}

function risk({ risk: spec, expressions }: Plan): Entry[] {
  const { volatilityTarget: target, stops, positionStops, limits } = spec;
  return [
    [
      'risk.volatilityTarget',
      'target volatility',
      target === null
        ? 'none'
        : `${rate(target.perYear)} per year over ${target.window}d, scale ${plain(target.lo)} .. ${plain(target.hi)}`,
    ],
    ...stops.map((stop, i): Entry => [`risk.stops.${i}`, 'stop when', stopText(stop, 'resumed by hand', expressions)]),
    ...positionStops.map(
      (stop, i): Entry => [
        `risk.positionStops.${i}`,
        'stop position when',
        stopText(stop, 'until the book lets go of it', expressions),
      ],
    ),
    ...limitTexts(limits, expressions).map(([key, text]): Entry => [pathOfLimit(key), `limit ${key}`, text]),
  ];
}

function stopText(
  { text, resumeAfter, resumeWhen }: StopSpec,
  otherwise: string,
  expressions: Plan['expressions'],
): string {
  if (resumeAfter === null) return `${text}, ${otherwise}`;
  const when = resumeWhen === null ? '' : ` when ${formula(resumeWhen, expressions)}`;
  return `${text}, resume after ${resumeAfter}d${when}`;
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
