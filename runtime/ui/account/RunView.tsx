/** A watched invocation before its account is opened: a model may have to be trained first. */
import { Box } from 'ink';
import type { Size } from './layout.ts';
import { Lines, Panel } from './Panel.tsx';
import { runLines } from './panels/run.ts';
import { segment } from './segments.ts';
import type { WatchedRun } from './watched.ts';

export function RunView({
  watched,
  at,
  size,
}: {
  readonly watched: WatchedRun;
  readonly at: number;
  readonly size: Size;
}) {
  const { columns, rows } = size;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Panel
        {...{ number: null, title: 'Run', note: '', width: columns, height: rows - 1, isFocused: true }}
        lines={runLines(watched, at, columns - 2)}
      />
      <Lines lines={[[segment('q', 'strong'), segment(' leaves the screen, the run goes on', 'dim')]]} />
    </Box>
  );
}
