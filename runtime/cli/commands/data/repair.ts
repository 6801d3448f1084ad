/** `strat data repair`: damaged files are set aside, and what they held is pulled again, or told as lost. */
import { openFeed } from '../../../feeds/open.ts';
import { counted } from '../../../sources/wording.ts';
import type { StorePlaces } from '../../../store/layout.ts';
import { shortId } from '../../../store/manifest.ts';
import { type RepairOutcome, repair } from '../../../store/repair.ts';
import type { Invocation } from '../../command.ts';
import { EXIT, type ExitCode } from '../../exitCodes.ts';
import { displayName } from '../../files.ts';
import { configuredStore, lastStaysOf } from './config.ts';
import { interruptible } from './interrupt.ts';
import { pullView } from './progress.ts';
import { damageText } from './verify.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const store = await configuredStore(invocation);
  const { data, places, loaded, name } = store;
  const feed = data.feed === null ? null : await openFeed(data.feed, loaded.baseFolder, data);
  const emit = pullView(invocation, name);
  const acceptLoss = invocation.flag('accept-loss');
  const lastStays = await lastStaysOf(store);
  const outcome = await interruptible((signal) =>
    repair({ places, feed, acceptLoss, lastStays }, { emit, signal, now: () => new Date() }),
  );
  if (invocation.flag('json')) {
    const finished = { type: 'repair-finished', ...outcome, snapshot: outcome.snapshot?.id ?? null };
    process.stdout.write(`${JSON.stringify(finished)}\n`);
  } else process.stdout.write(render(places, outcome));
  return outcome.lost.length + outcome.failures.length + outcome.damagedManifests.length > 0 ? EXIT.runFailed : EXIT.ok;
}

function render(places: StorePlaces, outcome: RepairOutcome): string {
  const { damaged, damagedManifests, snapshot, failures, lost } = outcome;
  if (damaged.length + damagedManifests.length === 0) return 'nothing is damaged\n';
  const back = damaged.length - lost.length;
  return [
    `damaged files are set aside in ${displayName(places.damaged)}\n`,
    ...damagedManifests.map((id) => `lost: the snapshot ${shortId(id)}, whose manifest is damaged\n`),
    back > 0 ? `${counted(back, 'object')} came back bit for bit\n` : '',
    ...lost.map((each) => `lost: ${damageText(places, each)}\n`),
    failures.length > 0
      ? `${counted(failures.length, 'ticker')} failed: the same command asks for them again; with --accept-loss a snapshot is made without them\n`
      : '',
    snapshot === null ? 'no snapshot is left: pull again\n' : `the latest snapshot is ${shortId(snapshot.id)}\n`,
  ].join('');
}
