/** The panel of an invocation that is watched: its stages, what is being done, the training curve. */
import type { EpochFigures } from '../../../events.ts';
import { bar, blockChart, count, decimal, duration, sessionCount } from '../../format.ts';
import { collapsed, type StageState } from '../../runState.ts';
import { fitting, type Line, segment, shortened, type Tone } from '../segments.ts';
import type { WatchedRun } from '../watched.ts';

const MARKS: Readonly<Record<StageState['status'], readonly [string, Tone]>> = {
  running: ['●', 'accent'],
  done: ['✓', 'good'],
  reused: ['↺', 'good'],
  stopped: ['■', 'warn'],
};
const CURVE_ROWS = 3;

/** @param at milliseconds, of the clock that the events were seen by */
export function runLines(watched: WatchedRun, at: number, width: number): readonly Line[] {
  const { run } = watched;
  return [
    stateLine(watched, width),
    ...stagesOver(run.stages, at, width),
    ...run.stages.filter(isUnderWay).flatMap((stage) => stageLines(stage, at, width)),
    ...(run.epochs.length === 0 ? [] : trainingLines(run.epochs, run.epochsOf, width)),
    ...run.notices.slice(-2).map((notice) => [segment(shortened(` note  ${notice.split('\n')[0]}`, width), 'warn')]),
  ];
}

function stateLine({ asked, booked, day, ended }: WatchedRun, width: number): Line {
  if (ended !== null && ended !== '') return [segment(shortened(` ✗ ${ended}`, width), 'bad')];
  const state = ended === '' ? segment(' ✓ done', 'good') : segment(' ● runs', 'accent');
  return fitting(
    [
      [state],
      [
        segment(
          asked === null
            ? 'looks what is due'
            : asked === 0
              ? 'no session is due'
              : `${booked} of ${sessionCount(asked)} booked`,
        ),
      ],
      ...(asked !== null && asked > 0 ? [[segment(bar(booked / asked, 20), 'accent')]] : []),
      ...(day === null ? [] : [[segment(day)]]),
    ],
    width,
  );
}

function isUnderWay({ status }: StageState): boolean {
  return status === 'running' || status === 'stopped';
}

/** Those that have ended take one line together: a panel is low. */
function stagesOver(stages: readonly StageState[], at: number, width: number): readonly Line[] {
  const over = collapsed(stages).filter((stage) => !isUnderWay(stage));
  if (over.length === 0) return [];
  return [
    fitting(
      over.map((stage) => {
        const [mark, tone] = MARKS[stage.status];
        return [segment(` ${mark} `, tone), segment(stage.name), segment(` ${took(stage, at)}`, 'dim')];
      }),
      width,
      1,
    ),
  ];
}

function took({ status, startedAt, endedAt }: StageState, at: number): string {
  return status === 'reused' ? '' : duration(((endedAt ?? at) - startedAt) / 1000);
}

function stageLines(stage: StageState, at: number, width: number): readonly Line[] {
  const [mark, tone] = MARKS[stage.status];
  const time = took(stage, at);
  const about = stage.part === null ? stage.about : `${stage.part}: ${stage.about}`;
  const room = Math.max(0, width - 16 - time.length - 1);
  const line = [
    segment(` ${mark} `, tone),
    segment(stage.name.padEnd(12), 'strong'),
    segment(shortened(about, room).padEnd(room + 1)),
    segment(time, 'dim'),
  ];
  const progress = stage.status === 'running' ? stage.progress : null;
  if (progress === null) return [line];
  const { done, total, rate, unit, secondsLeft, note } = progress;
  const more = [
    rate === null ? '' : `${count(rate)} ${unit}/s`,
    secondsLeft === null ? '' : `${duration(secondsLeft)} left`,
    note ?? '',
  ].filter((text) => text !== '');
  const share = [segment(`   ${bar(done / total, 20)}`, 'accent'), segment(` ${((100 * done) / total).toFixed(0)}%`)];
  return [line, fitting([share, ...more.map((text) => [segment(text, 'dim')])], width)];
}

/** Validation rank IC by epoch, and the newest and the best in figures. */
function trainingLines(epochs: readonly EpochFigures[], of: string | null, width: number): readonly Line[] {
  const last = epochs.at(-1)!;
  const best = epochs.findLast((epoch) => epoch.best);
  const told = (name: string, { epoch, trainLoss, validationLoss, validationRankIc }: EpochFigures) =>
    `${name} ${epoch}: rank IC ${decimal(validationRankIc, 4)}, loss ${decimal(trainLoss, 4)}, validation ${decimal(validationLoss, 4)}`;
  const ics = epochs.map(({ validationRankIc }) => validationRankIc ?? Number.NaN);
  return [
    [segment(shortened(` training${of === null ? '' : ` ${of}`}: validation rank IC by epoch`, width), 'dim')],
    ...(epochs.length < 2
      ? []
      : blockChart(ics, width - 2, CURVE_ROWS).map((text) => [segment(` ${text}`, 'accent' as const)])),
    ...(best === undefined ? [] : [[segment(shortened(` ${told(' best', best)}`, width), 'good' as const)]]),
    [segment(shortened(` ${told('epoch', last)}`, width))],
  ];
}
