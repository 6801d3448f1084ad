/** Where a helper's thread begins; an entry of the bundle of its own. */
import { workerData } from 'node:worker_threads';
import { readerOf } from '../features/tasks.ts';
import { registeredKernel } from './registeredKernel.ts';
import { help, type SharedRegion } from './threads.ts';

help(workerData as SharedRegion, registeredKernel, readerOf);
