/**
 * A job as a timer of systemd and the service that it starts: systemd.timer(5), systemd.service(5), systemd.time(7). Its
 * calendar knows time zones, so that the timer follows New York through summer time wherever the machine stands.
 */
import { GRACE_MS, type Job, RETRY, stampLine, type Written } from './job.ts';
import { clockText } from './runTimes.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const HEAD = '# Written by `strat schedule install`, which writes it anew; `strat schedule remove` takes it away.';

/** @throws Error a path with a line break, which no unit can name */
export function unitsOf(job: Job): readonly Written[] {
  return [
    { name: `${job.name}.service`, text: service(job) },
    { name: `${job.name}.timer`, text: timer(job) },
  ];
}

/** `Type=exec`: systemd 252 lets no oneshot service be started again by its exit status. */
function service(job: Job): string {
  return `${HEAD}
# ${stampLine(job)}
[Unit]
Description=${specifier(`Paper trading of ${job.account}`)}
StartLimitIntervalSec=${RETRY.hours}h
StartLimitBurst=${(60 * RETRY.hours) / RETRY.everyMinutes}

[Service]
Type=exec
WorkingDirectory=${specifier(job.folder)}
ExecStart=${job.command.map(argument).join(' ')}
RuntimeMaxSec=${Math.ceil((job.timeout + GRACE_MS) / 1000)}
# 75: not now; the same command will do later.
RestartForceExitStatus=75
RestartSec=${RETRY.everyMinutes}min
UMask=0077
`;
}

/** What a shutdown has cut off is taken up two minutes after the next start. */
function timer({ name, account, at, weekdays }: Job): string {
  return `${HEAD}
[Unit]
Description=${specifier(`Paper trading of ${account}, when its sessions are due`)}

[Timer]
OnCalendar=${calendarText(at, weekdays)}
OnStartupSec=2min
Persistent=true
AccuracySec=1s
Unit=${name}.service

[Install]
WantedBy=timers.target
`;
}

/** `Mon..Fri *-*-* 16:15:00 America/New_York`. */
function calendarText({ hour, minute, zone }: Job['at'], weekdays: readonly number[]): string {
  return `${daysText(weekdays)}*-*-* ${clockText(60 * hour + minute)}:00 ${zone}`;
}

function daysText(weekdays: readonly number[]): string {
  if (weekdays.length === WEEKDAYS.length) return '';
  const isRange = weekdays.length > 1 && weekdays.every((day, i) => day === weekdays[0]! + i);
  const names = weekdays.map((day) => WEEKDAYS[day]!);
  return `${isRange ? `${names[0]}..${names.at(-1)}` : names.join(',')} `;
}

/** A word of ExecStart: quoted, with C escapes, and with what systemd would put a value for written twice. */
function argument(word: string): string {
  const escaped = specifier(word).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '$$$$');
  return `"${escaped}"`;
}

function specifier(text: string): string {
  return text.replaceAll('%', '%%');
}
