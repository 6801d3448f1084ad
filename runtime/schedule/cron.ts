/**
 * A job as lines of a crontab: crontab(5). Cron knows the machine's time zone only (some know `CRON_TZ`, others take it for
 * a variable like any other). So the line is for every time that the machine's clock may show when the clock of the
 * strategy shows its own, and for some hours after each, since cron tries nothing again and catches nothing up; the command
 * itself finds what was due at the last true time (`--scheduled`), and nothing else. It is at work once a day; the other
 * calls find nothing due.
 */
import { UserError } from '../ports.ts';
import { CALLS_AFTER, type Job, stampLine, type Written } from './job.ts';
import { timesElsewhere } from './runTimes.ts';

/** More is cut off, or refused, by the cron of Vixie and its heirs. */
const LONGEST = 990;

/** @param zone of the machine. @throws UserError when the line would be longer than cron reads */
export function crontabBlock(job: Job, zone: string, now: number): Written {
  const words = [...job.command, '--quiet'].map(shellWord).join(' ');
  const command = escapePercent(`umask 077; cd ${shellWord(job.folder)} && ${words} >> ${shellWord(job.log)} 2>&1`);
  if (command.length > LONGEST) {
    throw new UserError('schedule-not-possible', `the command is ${command.length} letters long, and cron reads 1000`, [
      'move the strategy, its config and what they name to folders with shorter names',
    ]);
  }
  const lines = timesOf(job, zone, now).map((time) => `${time} * * * ${command}`);
  const text = [
    beginning(job.name),
    '# Written by `strat schedule`, which writes and removes these lines as a whole.',
    `# ${stampLine(job)}`,
    ...lines,
    // What a reboot has cut off, or kept from being started.
    `@reboot sleep 120; ${command}`,
    ending(job.name),
  ];
  return { name: 'crontab', text: `${text.join('\n')}\n` };
}

/** `15 20,21,22,23,0`: a line for each minute of the hour that is needed. */
function timesOf({ at }: Job, zone: string, now: number): readonly string[] {
  const hours = new Map<number, Set<number>>();
  for (const time of timesElsewhere(at, zone, now)) {
    const minute = time % 60;
    const known = hours.get(minute) ?? new Set();
    for (let after = 0; after <= CALLS_AFTER; after++) known.add((Math.floor(time / 60) + after) % 24);
    hours.set(minute, known);
  }
  return Array.from(hours, ([minute, of]) => `${minute} ${[...of].sort((a, b) => a - b).join(',')}`);
}

/** The crontab with the block in it, in front: there, no variable that the user sets counts for it, nor one of its own for others. */
export function withBlock(crontab: string, block: string, name: string): string {
  return `${block}${withoutBlock(crontab, name)}`;
}

/** All other lines as they are. */
export function withoutBlock(crontab: string, name: string): string {
  const found = find(crontab, name);
  return found === null ? crontab : crontab.slice(0, found.from) + crontab.slice(found.to);
}

/** Null: it is not there. */
export function blockIn(crontab: string, name: string): string | null {
  const found = find(crontab, name);
  return found && crontab.slice(found.from, found.to);
}

function find(crontab: string, name: string): { readonly from: number; readonly to: number } | null {
  const end = `${ending(name)}\n`;
  const from = `\n${crontab}`.indexOf(`\n${beginning(name)}\n`);
  const to = from < 0 ? -1 : crontab.indexOf(end, from);
  return to < 0 ? null : { from, to: to + end.length };
}

function beginning(name: string): string {
  return `# >>> ${name} >>>`;
}

function ending(name: string): string {
  return `# <<< ${name} <<<`;
}

/** In single quotes a shell takes everything as it stands but the quote itself. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Cron ends the command at a bare percent sign, in quotes or not. */
function escapePercent(command: string): string {
  return command.replaceAll('%', '\\%');
}
