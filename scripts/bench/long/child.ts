/** `child.ts STOCKS`: does the work once in a fresh process and answers with its LongTimes on the IPC channel. */
import { longBars } from './bars.ts';
import { loadWork } from './prepare.ts';

const { runLong } = await loadWork();
const times = await runLong(longBars(Number(process.argv[2])));
process.send!(times, () => process.exit(0));
