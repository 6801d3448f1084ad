/** `strat data verify`: every file of the store against its name. */
import { counted } from '../../../sources/wording.ts';
import type { StorePlaces } from '../../../store/layout.ts';
import { shortId } from '../../../store/manifest.ts';
import { type DamagedObject, type Verification, verifyStore } from '../../../store/verify.ts';
import type { Invocation } from '../../command.ts';
import { EXIT, type ExitCode } from '../../exitCodes.ts';
import { displayName } from '../../files.ts';
import { configuredStore } from './config.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const { places } = await configuredStore(invocation);
  const found = await verifyStore(places);
  const sound = found.damaged.length + found.damagedManifests.length === 0;
  process.stdout.write(
    invocation.flag('json') ? `${JSON.stringify(withoutTables(found), null, 2)}\n` : render(places, found),
  );
  return sound ? EXIT.ok : EXIT.different;
}

function withoutTables({ snapshots, ...rest }: Verification) {
  return { snapshots: snapshots.map(({ id }) => id), ...rest };
}

function render(places: StorePlaces, { snapshots, objects, damaged, damagedManifests, unused }: Verification): string {
  return [
    ...damaged.map((each) => `${damageText(places, each)}\n`),
    ...damagedManifests.map((id) => `${displayName(places.snapshot(id))} is not the manifest that was written\n`),
    damaged.length + damagedManifests.length > 0
      ? '`strat data repair` sets them aside and pulls just those again\n'
      : '',
    `${objects - damaged.length} of ${counted(objects, 'object')} of ${counted(snapshots.length, 'snapshot')} hold the bits ` +
      'that were written\n',
    unused.length > 0 ? `${counted(unused.length, 'object')} of no snapshot, left by a pull that did not end\n` : '',
  ].join('');
}

/** "market/objects/12ab….parquet is gone: bars of 2018, in 3 snapshots". */
export function damageText(places: StorePlaces, { object, table, fault, snapshots }: DamagedObject): string {
  const year = object.first.slice(0, 4);
  const what = table === 'listing' ? 'the listing' : `${table}${year === '' ? '' : ` of ${year}`}`;
  const words = fault === 'gone' ? 'is gone' : 'no longer holds the bits that were written';
  return `${displayName(places.object(object.hash))} ${words}: ${what}, in ${snapshots.map(shortId).join(', ')}`;
}
