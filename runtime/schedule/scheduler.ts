/** The schedulers of systems, behind one port: what is installed, installing, removing. */
import type { Job, Kind, Written } from './job.ts';

export interface Scheduler {
  readonly kind: Kind;
  /** What it is given for the job. The same job gives the same text, whenever it is asked. */
  written(job: Job): Promise<readonly Written[]>;
  /** What it has under that name; null: nothing. */
  installed(name: string): Promise<readonly Written[] | null>;
  /** Why what is installed would not be started, in words; null: it would. */
  resting(name: string): Promise<string | null>;
  /** In the place of what it has under that name. @returns what somebody should still do, in words */
  install(job: Job): Promise<readonly string[]>;
  /** @returns false when there was nothing */
  remove(name: string): Promise<boolean>;
}
