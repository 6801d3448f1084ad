/**
 * Each way of starting a strategy at its time, over four years of summer times: when it starts is read from its rule
 * alone, cron's and the Task Scheduler's by hand here, systemd's by systemd where it is at hand; when it should is counted
 * from the laws of summer time, written down here.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { crontabBlock } from '../../../runtime/schedule/cron.ts';
import { lastRunUntil, type RunTime } from '../../../runtime/schedule/runTimes.ts';
import { unitsOf } from '../../../runtime/schedule/systemd.ts';
import { taskOf } from '../../../runtime/schedule/taskScheduler.ts';
import { jobOf } from './job.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2028, 0, 1);
/** When the schedules are written. */
const NOW = Date.UTC(2026, 10, 21, 12);

/** The n-th Sunday of a month, from the end for -1, as midnight UTC of that date. */
function sunday(year: number, month: number, n: number): number {
  if (n < 0) {
    const last = Date.UTC(year, month, 0);
    return last - new Date(last).getUTCDay() * DAY;
  }
  const first = Date.UTC(year, month - 1, 1);
  return first + (((7 - new Date(first).getUTCDay()) % 7) + 7 * (n - 1)) * DAY;
}

/** Minutes ahead of UTC at an instant, by the law of the place. */
const LAWS: Readonly<Record<string, (instant: number, year: number) => number>> = {
  UTC: () => 0,
  'Asia/Kolkata': () => 330,
  'Asia/Tokyo': () => 540,
  'Asia/Kathmandu': () => 345,
  // Second Sunday of March at 2:00 to first Sunday of November at 2:00.
  'America/New_York': (at, year) =>
    at >= sunday(year, 3, 2) + 7 * HOUR && at < sunday(year, 11, 1) + 6 * HOUR ? -240 : -300,
  // Last Sundays of March and October, at 1:00 UTC.
  'Europe/London': (at, year) => (at >= sunday(year, 3, -1) + HOUR && at < sunday(year, 10, -1) + HOUR ? 60 : 0),
  'Europe/Berlin': (at, year) => (at >= sunday(year, 3, -1) + HOUR && at < sunday(year, 10, -1) + HOUR ? 120 : 60),
  // First Sunday of October at 2:00 to first Sunday of April at 3:00.
  'Australia/Sydney': (at, year) =>
    at >= sunday(year, 10, 1) - 8 * HOUR || at < sunday(year, 4, 1) - 8 * HOUR ? 660 : 600,
  // By half an hour.
  'Australia/Lord_Howe': (at, year) =>
    at >= sunday(year, 10, 1) - 8.5 * HOUR || at < sunday(year, 4, 1) - 9 * HOUR ? 660 : 630,
};

function wall(zone: string, instant: number): Date {
  return new Date(instant + LAWS[zone]!(instant, new Date(instant).getUTCFullYear()) * 60_000);
}

/** All instants at which the zone's clock shows the time, by its law: quarters of an hour are looked at one by one. */
function shown({ hour, minute, zone }: RunTime): number[] {
  const found: number[] = [];
  for (let instant = FROM; instant < TO; instant += HOUR / 4) {
    const clock = wall(zone, instant);
    if (clock.getUTCHours() === hour && clock.getUTCMinutes() === minute) found.push(instant);
  }
  return found;
}

const TIMES: readonly RunTime[] = [
  { hour: 16, minute: 15, zone: 'America/New_York' },
  { hour: 7, minute: 45, zone: 'Australia/Sydney' },
  { hour: 21, minute: 30, zone: 'Europe/London' },
  { hour: 3, minute: 0, zone: 'Asia/Kolkata' },
];
const FEW = ['UTC', 'America/New_York', 'Australia/Lord_Howe'];
const CASES = TIMES.flatMap((at, place) => (place === 0 ? Object.keys(LAWS) : FEW).map((zone) => [at, zone] as const));

/** Every start does what the last true time has made due: none is early, and at that time itself there is one. */
function expectProven(at: RunTime, starts: ReadonlySet<number>): void {
  const times = shown(at);
  expect(times.filter((time) => !starts.has(time))).toEqual([]);
  let next = 0;
  for (const start of [...starts].sort((a, b) => a - b)) {
    while (next < times.length && times[next]! <= start) next++;
    if (next > 0) expect(lastRunUntil(at, start)).toBe(times[next - 1]);
  }
}

/** Three calls follow each true time, for data that come late: cron and Task Scheduler do not look at exit codes. */
function expectCallsAfter(at: RunTime, starts: ReadonlySet<number>): void {
  const sorted = [...starts].sort((a, b) => a - b);
  const few = shown(at)
    .filter((time) => time + DAY < TO)
    .filter((time) => sorted.filter((start) => start > time && start <= time + 3 * HOUR).length < 3);
  expect(few).toEqual([]);
}

test('the laws written here are those of the platform', () => {
  for (const zone of Object.keys(LAWS)) {
    const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    for (let instant = FROM; instant < TO; instant += 6 * HOUR) {
      expect(`${format.format(instant)} ${zone}`).toBe(
        `${wall(zone, instant).toISOString().slice(0, 16).replace('T', ' ')} ${zone}`,
      );
    }
  }
});

test.each(CASES)('cron: %j, on a machine in %s', (at, zone) => {
  const lines = crontabBlock(jobOf({ at }), zone, NOW).text.split('\n');
  const rules = lines.flatMap((line) => {
    const [, minute, hours] = /^(\d+) ([\d,]+) \* \* \* /.exec(line) ?? [];
    return hours === undefined ? [] : [{ minute: Number(minute), hours: new Set(hours.split(',').map(Number)) }];
  });
  const starts = new Set<number>();
  for (let instant = FROM; instant < TO; instant += HOUR / 4) {
    const clock = wall(zone, instant);
    const isMeant = rules.some(
      ({ minute, hours }) => clock.getUTCMinutes() === minute && hours.has(clock.getUTCHours()),
    );
    if (isMeant) starts.add(instant);
  }
  expectProven(at, starts);
  expectCallsAfter(at, starts);
});

test.each(TIMES)('Task Scheduler: %j, by UTC, wherever the machine is', (at) => {
  const { text } = taskOf(jobOf({ at }), NOW);
  const hours = Number(/<Duration>PT(\d+)H<\/Duration>/.exec(text)![1]);
  expect(text).toContain('<Interval>PT1H</Interval>');
  const starts = new Set<number>();
  for (const [, time] of text.matchAll(/<StartBoundary>2024-01-01T(\d\d:\d\d):00Z<\/StartBoundary>/g)) {
    for (let day = FROM; day < TO; day += DAY) {
      const first = Date.parse(`${new Date(day).toISOString().slice(0, 10)}T${time}:00Z`);
      for (let after = 0; after <= hours; after++) starts.add(first + after * HOUR);
    }
  }
  expectProven(at, starts);
  expectCallsAfter(at, starts);
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test.skipIf(!hasSystemd)(
  'systemd reads its calendar as meant, told by systemd-analyze; skipped where it is not',
  () => {
    for (const at of TIMES) {
      const [, timer] = unitsOf(jobOf({ at, weekdays: [0, 1, 2, 3, 4, 5, 6] }));
      const calendar = /^OnCalendar=(.*)$/m.exec(timer!.text)![1]!;
      const times = shown(at);
      const words = ['calendar', calendar, `--iterations=${times.length}`, '--base-time=2023-12-31 23:59:59 UTC'];
      const told = execFileSync('systemd-analyze', words, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
      const starts = Array.from(
        told.matchAll(/(?:Next elapse|Iter\. #\d+|\(in UTC\)): \w+ ([\d-]+) ([\d:]+) UTC/g),
        (found) => Date.parse(`${found[1]}T${found[2]}Z`),
      );
      expect([...new Set(starts)]).toEqual(times);
    }
  },
);

test.skipIf(!hasSystemd)('weekdays of the calendar are those of the zone, told by systemd-analyze', () => {
  const at = { hour: 7, minute: 15, zone: 'Asia/Tokyo' };
  const [, timer] = unitsOf(jobOf({ at, weekdays: [2, 3, 4, 5, 6] }));
  expect(timer!.text).toContain('OnCalendar=Tue..Sat *-*-* 07:15:00 Asia/Tokyo');
  const words = [
    'calendar',
    'Tue..Sat *-*-* 07:15:00 Asia/Tokyo',
    '--base-time=2026-11-20 12:00:00 UTC',
    '--iterations=2',
  ];
  const told = execFileSync('systemd-analyze', words, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
  // Friday's session of New York, at Saturday 7:15 in Tokyo; then Monday's.
  expect(told).toContain('Fri 2026-11-20 22:15:00 UTC');
  expect(told).toContain('Mon 2026-11-23 22:15:00 UTC');
});
