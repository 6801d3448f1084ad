/** A frame with its title in it, and lines inside. The one in focus is drawn heavier, so that it shows without colours. */
import { Box, Text } from 'ink';
import { type Line, shortened, type Tone } from './segments.ts';

export interface PanelProps {
  /** By which it is jumped to; null: it cannot be. */
  readonly number: number | null;
  readonly title: string;
  readonly note: string;
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly isFocused: boolean;
}

export function Panel({ number, title, note, lines, width, height, isFocused }: PanelProps) {
  const [left, across, right] = isFocused ? '┏━┓' : '╭─╮';
  const named = ` ${number === null ? '' : `${number} `}${title} `;
  const noted = note === '' ? '' : `${shortened(note, width - named.length - 5)} `;
  const rest = across!.repeat(Math.max(0, width - 3 - named.length - noted.length));
  const colour = isFocused ? { color: 'cyan' } : { dimColor: true };
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Text wrap="truncate-end">
        <Text {...colour}>{`${left}${across}`}</Text>
        <Text bold>{named}</Text>
        <Text dimColor>{noted}</Text>
        <Text {...colour}>{`${rest}${right}`}</Text>
      </Text>
      <Box
        flexDirection="column"
        width={width}
        height={height - 1}
        borderStyle={isFocused ? 'bold' : 'round'}
        borderTop={false}
        {...(isFocused ? { borderColor: 'cyan' } : { borderDimColor: true })}
      >
        <Lines lines={lines.slice(0, height - 2)} />
      </Box>
    </Box>
  );
}

const STYLES: Readonly<Record<Tone, object>> = {
  good: { color: 'green' },
  bad: { color: 'red' },
  warn: { color: 'yellow' },
  accent: { color: 'cyan' },
  dim: { dimColor: true },
  strong: { bold: true },
};

export function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return lines.map((line, k) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
    <Text key={k} wrap="truncate-end">
      {line.length === 0
        ? ' '
        : line.map(({ text, tone }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: so is a part of it
            <Text key={place} {...(tone === undefined ? {} : STYLES[tone])}>
              {text}
            </Text>
          ))}
    </Text>
  ));
}
