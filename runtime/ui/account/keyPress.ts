/** Keys as Ink tells them, by the names of the screen. */
import type { Key } from 'ink';
import type { KeyPress } from './screenState.ts';

/** Null: a key that means nothing here. */
export function keyPress(text: string, key: Key): KeyPress | null {
  if (key.upArrow) return { name: 'up' };
  if (key.downArrow) return { name: 'down' };
  if (key.pageUp) return { name: 'pageUp' };
  if (key.pageDown) return { name: 'pageDown' };
  if (key.home) return { name: 'home' };
  if (key.end) return { name: 'end' };
  if (key.tab) return { name: key.shift ? 'backTab' : 'tab' };
  if (key.escape) return { name: 'escape' };
  if (key.return) return { name: 'enter' };
  if (key.backspace || key.delete) return { name: 'backspace' };
  return text === '' || key.ctrl || key.meta ? null : { name: 'text', text };
}
