/** The whole screen of an account for one state of the ledger and one way to look at it; pure, so that frames can be tested. */
import { Box } from 'ink';
import { arrange, type ScreenInput } from './arrangement.ts';
import { helpLines } from './keys.ts';
import type { Size, Slot } from './layout.ts';
import { Lines, Panel } from './Panel.tsx';
import { panelView } from './panelView.ts';
import type { ScreenState } from './screenState.ts';

export interface AccountViewProps {
  readonly input: ScreenInput;
  readonly state: ScreenState;
  readonly size: Size;
}

export function AccountView({ input, state, size }: AccountViewProps) {
  const { header, layout, keys, panels } = arrange(input, state, size);
  const inSlot = (slot: Slot) => {
    const { title, note, lines } = panelView(input, state, slot);
    return (
      <Panel
        key={slot.panel}
        {...{ title, note, lines, width: slot.width, height: slot.height }}
        number={panels.indexOf(slot.panel) + 1}
        isFocused={slot.panel === state.focus}
      />
    );
  };
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Lines lines={header} />
      {state.help ? (
        <Help size={size} height={size.rows - header.length - 1} />
      ) : (
        <>
          {layout.band !== null && inSlot(layout.band)}
          <Box>
            {layout.columns.map((column) => (
              <Box key={column[0]!.panel} flexDirection="column">
                {column.map(inSlot)}
              </Box>
            ))}
          </Box>
        </>
      )}
      <Lines lines={[keys]} />
    </Box>
  );
}

function Help({ size, height }: { readonly size: Size; readonly height: number }) {
  return (
    <Panel
      number={null}
      title="Help"
      note=""
      lines={helpLines()}
      width={size.columns}
      height={height}
      isFocused={true}
    />
  );
}
