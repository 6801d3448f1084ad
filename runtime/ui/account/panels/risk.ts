/** The panel of risk: figures against what they may be, and how near each stop is to tripping. */
import type { CutRow } from '../../../paper/ledger/cuts.ts';
import type { MirrorStatus } from '../../../paper/status/mirror.ts';
import type { Risk, StopReading } from '../../../paper/status/risk.ts';
import type { AccountStatus } from '../../../paper/status/status.ts';
import { bar, decimal, percent } from '../../format.ts';
import { ordersText } from '../../mirrorTexts.ts';
import { fitting, type Line, segment, shortened, type Tone } from '../segments.ts';
import { times } from '../words.ts';

const LABEL = 11;

/** All lines; a panel shows as many as have room. @param width of a line */
export function riskLines({ risk, last, stops, cuts, mirror }: AccountStatus, width: number): readonly Line[] {
  if (risk === null || last === null) return [[segment(' nothing is known before the first session', 'dim')]];
  return [
    volatilityLine(risk, width),
    figure('Sharpe', decimal(risk.sharpe.figure), [`over ${risk.sharpe.sessions}d`], width),
    figure('drawdown', percent(last.drawdown), [`max ${percent(last.maxDrawdown)}`], width),
    exposureLine(risk, width),
    ...(mirror === null ? [] : mirrorLines(mirror, width)),
    ...(risk.stops.length === 0 ? [[segment(' the strategy has no stop', 'dim')]] : []),
    ...(last.stopped ? [[segment(' in cash: no stop is read', 'warn' as const)]] : []),
    ...risk.stops.flatMap((stop) => stopLines(stop, width)),
    ...(stops.length === 0 ? [] : [tripped(stops[0]!, width)]),
    ...cutLines(cuts, width),
  ];
}

function figure(label: string, text: string, more: readonly string[], width: number): Line {
  return fitting(
    [
      [segment(` ${label.padEnd(LABEL)}`, 'dim'), segment(text.padStart(8), 'strong')],
      ...more.map((each) => [segment(each, 'dim')]),
    ],
    width,
  );
}

function volatilityLine({ volatility }: Risk, width: number): Line {
  const { perYear, target, scale, sessions } = volatility;
  return figure(
    'volatility',
    percent(perYear),
    [
      target === null ? 'no target' : `target ${percent(target)}`,
      ...(scale === null || target === null ? [] : [`×${scale.toFixed(2)}`]),
      `over ${sessions}d`,
    ],
    width,
  );
}

function exposureLine({ exposure: { long, short, gross, net } }: Risk, width: number): Line {
  const share = (value: number) => percent(value, 0);
  return figure('gross', share(gross), [`net ${share(net)}`, `${share(long)} long`, `${share(-short)} short`], width);
}

/** How far the account elsewhere is from the book, and how its orders went. */
function mirrorLines(mirror: MirrorStatus, width: number): readonly Line[] {
  const { apart, broker, orders } = mirror;
  const most = apart?.most ?? null;
  const isRejected = orders?.unfilled.some(({ state }) => state === 'rejected') ?? false;
  const more = [...(most === null ? [] : [`most ${percent(most)}`]), `from ${broker}`];
  return [
    figure('apart', percent(apart?.figure ?? null), more, width),
    [
      segment(' broker'.padEnd(LABEL + 1), 'dim'),
      segment(shortened(ordersText(mirror), width - LABEL - 1), isRejected ? 'warn' : 'dim'),
    ],
  ];
}

/** The condition, and below it how much of the way to its limit is gone. */
function stopLines(stop: StopReading, width: number): readonly Line[] {
  const { text, figure: now, limit, distance, used } = stop;
  const show = (value: number | null) => (stop.reads === 'sharpe' ? decimal(value) : percent(value));
  const tone = toneOfUse(used);
  const room = Math.max(5, Math.min(20, width - 29));
  const state =
    now === null || limit === null
      ? [[segment('no figure yet', 'dim')]]
      : [
          [segment(show(now), 'strong'), segment(` / ${show(limit)}`, 'dim')],
          [segment(distance! < 0 ? 'TRIPS' : `${show(distance)} away`, tone)],
        ];
  return [
    [segment(' stop ', 'dim'), segment(shortened(text, width - 6))],
    fitting([[segment(` ${used === null ? '·'.repeat(room) : bar(used, room)}`, tone)], ...state], width, 1),
  ];
}

function toneOfUse(used: number | null): Tone {
  if (used === null) return 'dim';
  return used < 0.6 ? 'good' : used < 0.85 ? 'warn' : 'bad';
}

function tripped({ day, text }: AccountStatus['stops'][number], width: number): Line {
  return [segment(shortened(` last tripped ${day}: ${text}`, width), 'dim')];
}

/** `position: 3 names` for each limit that took something in the last session. */
function cutLines(cuts: readonly CutRow[], width: number): readonly Line[] {
  const names = new Map<string, number>();
  for (const { by } of cuts) names.set(by, (names.get(by) ?? 0) + 1);
  return [...names].map(([by, count]) => [segment(shortened(` cut by ${by}: ${times(count, 'name')}`, width), 'dim')]);
}
