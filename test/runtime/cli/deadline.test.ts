/** An invocation that takes too long is asked to stop, and then ended; a clock that vitest turns. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UsageError } from '../../../runtime/cli/command.ts';
import { setDeadline } from '../../../runtime/cli/deadline.ts';
import { parseDuration } from '../../../runtime/cli/duration.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function watched() {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  return { exit, interruption: new AbortController() };
}

test('asked at the time, ended a minute later with what a scheduler tries again', () => {
  const { exit, interruption } = watched();
  const deadline = setDeadline(interruption, 30_000);
  vi.advanceTimersByTime(29_999);
  expect([interruption.signal.aborted, deadline.isOver()]).toEqual([false, false]);
  vi.advanceTimersByTime(1);
  expect([interruption.signal.aborted, deadline.isOver()]).toEqual([true, true]);
  vi.advanceTimersByTime(59_999);
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(exit).toHaveBeenCalledWith(75);
});

test('work that is done in time is not asked, and no timer keeps the process', () => {
  const { exit, interruption } = watched();
  setDeadline(interruption, 30_000).lift();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(1_000_000);
  expect(interruption.signal.aborted).toBe(false);
  expect(exit).not.toHaveBeenCalled();
});

test('who was interrupted before was not by the time', () => {
  const { interruption } = watched();
  const deadline = setDeadline(interruption, 30_000);
  interruption.abort();
  vi.advanceTimersByTime(30_000);
  expect(deadline.isOver()).toBe(false);
});

/** Beyond 2^31 - 1 milliseconds a timer of Node rings at once (https://nodejs.org/api/timers.html): 35 791 minutes and 24 s. */
test('the longest time there is does not end at once, nor does its grace', () => {
  const longest = parseDuration('timeout', '35790min');
  expect(longest + 60_000).toBeLessThan(2 ** 31);
  expect(parseDuration('timeout', '596h')).toBe(596 * 3_600_000);
  for (const text of ['35791min', '597h']) {
    expect(() => parseDuration('timeout', text)).toThrow(
      new UsageError(`--timeout takes at most 596h; this is \`${text}\``),
    );
  }
});
