/** A run on a terminal, redrawn in place with Ink: stages, progress with rate and time left, the training curve. */
import { Box, render, Text } from 'ink';
import { useEffect, useState } from 'react';
import type { EpochFigures, RunEvent } from '../events.ts';
import { headlines } from './figures.ts';
import { bar, count, decimal, duration, sparkline } from './format.ts';
import { advance, BEFORE_RUN, collapsed, type RunState, type StageState } from './runState.ts';

const EPOCHS_SHOWN = 6;
const NOTICES_SHOWN = 6;

export interface ScreenView {
  readonly emit: (event: RunEvent) => void;
  /** Draws the last state and gives the terminal back. */
  close(): Promise<void>;
}

export function screenView(now: () => number): ScreenView {
  let state = BEFORE_RUN;
  let listener: ((state: RunState) => void) | null = null;
  const app = render(
    <RunScreen
      subscribe={(listen) => {
        listener = listen;
        listen(state);
      }}
      now={now}
    />,
    { interactive: true, exitOnCtrlC: false, patchConsole: false },
  );
  return {
    emit(event) {
      state = advance(state, event, now());
      listener?.(state);
    },
    async close() {
      await new Promise((resolve) => setTimeout(resolve, 50));
      app.unmount();
      await app.waitUntilExit();
    },
  };
}

function RunScreen({ subscribe, now }: { subscribe: (listen: (state: RunState) => void) => void; now: () => number }) {
  const [state, setState] = useState<RunState>(BEFORE_RUN);
  const [, tick] = useState(0);
  useEffect(() => subscribe(setState), [subscribe]);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, []);
  return <RunView state={state} at={now()} columns={process.stdout.columns ?? 80} />;
}

/** The whole picture of one state; pure, so that its frames can be tested. */
export function RunView({ state, at, columns }: { state: RunState; at: number; columns: number }) {
  const width = Math.min(columns, 100);
  return (
    <Box flexDirection="column" width={width}>
      <Box>
        <Text bold color="cyan">
          {state.strategy}
        </Text>
        <Text dimColor wrap="truncate-end">
          {`  ${state.mode}  plan ${state.planHash.slice(0, 12)}`}
        </Text>
      </Box>
      <Text dimColor wrap="truncate-end">{`config  ${state.config}`}</Text>
      <Text dimColor wrap="truncate-end">{`data    ${state.data}`}</Text>
      <Box flexDirection="column" marginTop={1}>
        {collapsed(state.stages).map((stage) => (
          <StageLine key={`${stage.name} ${stage.part}`} stage={stage} at={at} width={width} />
        ))}
      </Box>
      {state.epochs.length > 0 && <Training epochs={state.epochs} of={state.epochsOf} width={width} />}
      {state.notices.length > 0 && (
        <Box flexDirection="column" marginTop={1}>
          {state.notices.slice(-NOTICES_SHOWN).map((notice, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: notices only ever grow at the end
            <Text key={index} color="yellow" wrap="wrap">{`note  ${notice}`}</Text>
          ))}
        </Box>
      )}
      {state.finished && <Finished finished={state.finished} />}
      {state.interrupted && (
        <Box marginTop={1}>
          <Text color="yellow" wrap="wrap">{`interrupted: ${state.interrupted}`}</Text>
        </Box>
      )}
    </Box>
  );
}

const MARKS = {
  running: { mark: '●', color: 'cyan' },
  done: { mark: '✓', color: 'green' },
  reused: { mark: '↺', color: 'green' },
  stopped: { mark: '■', color: 'yellow' },
} as const;

function StageLine({ stage, at, width }: { stage: StageState; at: number; width: number }) {
  const { mark, color } = MARKS[stage.status];
  const seconds = ((stage.endedAt ?? at) - stage.startedAt) / 1000;
  const progress = stage.status === 'running' ? stage.progress : null;
  return (
    <Box flexDirection="column">
      <Box>
        <Text color={color}>{`${mark} `}</Text>
        <Text bold>{stage.name.padEnd(12)}</Text>
        <Box flexGrow={1} flexShrink={1}>
          <Text dimColor={stage.status !== 'running'} wrap="truncate-end">
            {stage.part === null ? stage.about : `${stage.part}: ${stage.about}`}
          </Text>
        </Box>
        <Text dimColor>{stage.status === 'reused' ? '' : `  ${duration(seconds)}`}</Text>
      </Box>
      {progress && (
        <Box paddingLeft={2}>
          <Text color="cyan">{bar(progress.done / progress.total, Math.max(10, Math.min(30, width - 60)))}</Text>
          <Text wrap="truncate-end">
            {` ${((100 * progress.done) / progress.total).toFixed(0).padStart(3)}%`}
            {progress.rate === null ? '' : `  ${count(progress.rate)} ${progress.unit}/s`}
            {progress.secondsLeft === null ? '' : `  ${duration(progress.secondsLeft)} left`}
            {progress.note === null ? '' : `  ${progress.note}`}
          </Text>
        </Box>
      )}
    </Box>
  );
}

function Training({ epochs, of, width }: { epochs: readonly EpochFigures[]; of: string | null; width: number }) {
  const best = epochs.findLast((epoch) => epoch.best);
  return (
    <Box flexDirection="column" marginTop={1}>
      <Text dimColor>{`epoch    loss   validation   rank IC${of === null ? '' : `   ${of}`}`}</Text>
      {epochs.slice(-EPOCHS_SHOWN).map((epoch) => (
        <Text key={epoch.epoch} bold={epoch === best}>
          {`${String(epoch.epoch).padStart(5)}  ${decimal(epoch.trainLoss, 4)}  ${decimal(epoch.validationLoss, 4).padStart(11)}  ${decimal(epoch.validationRankIc, 4).padStart(8)}`}
          {epoch === best ? '  best' : ''}
        </Text>
      ))}
      {epochs.length > 1 && (
        <Text>
          <Text dimColor>{'validation rank IC '}</Text>
          <Text color="cyan">
            {sparkline(
              epochs.map((epoch) => epoch.validationRankIc ?? Number.NaN),
              width - 20,
            )}
          </Text>
        </Text>
      )}
    </Box>
  );
}

function Finished({ finished }: { finished: Extract<RunEvent, { type: 'run-finished' }> }) {
  return (
    <Box flexDirection="column" marginTop={1}>
      {headlines(finished.figures).map(({ label, text }) => (
        <Text key={label}>
          <Text dimColor>{label.padEnd(22)}</Text>
          <Text bold>{` ${text}`}</Text>
        </Text>
      ))}
      {finished.suspicions.length > 0 && (
        <Box flexDirection="column" marginTop={1}>
          {finished.suspicions.map(({ code, reason }) => (
            <Text key={code} color="yellow" wrap="wrap">{`suspect  ${reason} (${code})`}</Text>
          ))}
        </Box>
      )}
      <Box marginTop={1}>
        <Text>{finished.report === null ? `results ${finished.folder}` : `report  ${finished.report}`}</Text>
      </Box>
    </Box>
  );
}
