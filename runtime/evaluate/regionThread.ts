/** Where a helper's thread begins; an entry of the bundle of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { readerOf } from '../features/tasks.ts';
import { registeredKernel } from './registeredKernel.ts';
import { type HelperState, helpOthers } from './threads.ts';

helpOthers(parentPort!, workerData as HelperState, registeredKernel, readerOf);
