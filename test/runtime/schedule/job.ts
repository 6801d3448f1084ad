/** A job as tests want it. */
import type { Job } from '../../../runtime/schedule/job.ts';

export function jobOf(changes: Partial<Job> = {}): Job {
  return {
    name: 'strat-paper-mine',
    account: 'mine',
    ledger: '/home/me/.strat/paper/ledger.db',
    strategy: '/home/me/mine.strat',
    at: { hour: 16, minute: 15, zone: 'America/New_York' },
    weekdays: [1, 2, 3, 4, 5],
    command: ['/usr/bin/node', '/opt/strat/launch.js', 'run', '/home/me/mine.strat', '--mode', 'paper', '--scheduled'],
    options: { timeout: '1h', environment: null, predictions: null, set: [] },
    folder: '/home/me',
    timeout: 3_600_000,
    log: '/home/me/.strat/paper/mine.schedule.log',
    ...changes,
  };
}

/** Names that formats of schedulers read as something else. */
export const AWKWARD = '/home/me/100% "of" it\'s $HOME \\n & <more>';
