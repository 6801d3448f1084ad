/**
 * TensorFlow's own kernels under tfjs: the packages `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu`, which
 * whoever wants them installs beside this one. Each brings libtensorflow, which takes hundreds of megabytes and is
 * loaded only when a config asks for it. They are looked for from the working folder, then from where this package lies.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import type { Tf } from './tfjs.ts';
import { TFJS_VERSION } from './tfjsVersion.ts';

export type NodeBackend = 'node-gpu' | 'node';

/** Any file in the folders from which the packages are resolved. */
function places(): readonly string[] {
  return [join(process.cwd(), 'package.json'), import.meta.url];
}

/** Why this package cannot be used here, or null when it can; loads nothing. */
export function tfjsNodeMissing(backend: NodeBackend, from = places()): string | null {
  const name = packageName(backend);
  const folder = folderOf(backend, from);
  if (folder === null) return `${name} is not installed (npm install ${name}@${TFJS_VERSION})`;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  if (version !== TFJS_VERSION) return `${name} is installed in version ${version}, and ${TFJS_VERSION} is needed`;
  if (!hasAddon(folder)) return `${name} is installed without its addon (npm rebuild ${name} --build-from-source)`;
  return null;
}

/**
 * Registers the backend `tensorflow` with the tfjs of this process.
 * @param threads that TensorFlow may use for one operation; the first call of a process decides
 * @throws Error when it cannot be loaded
 */
export function loadTfjsNode(backend: NodeBackend, threads: number): void {
  const folder = folderOf(backend, places());
  if (folder === null) throw new Error(tfjsNodeMissing(backend)!);
  restoreOldUtilities();
  setEnvironment(threads);
  createRequire(import.meta.url)(folder);
}

/** What computes while the backend `tensorflow` is in use; `version` is that of libtensorflow, such as `2.9.1`. */
export function tensorFlowOf(tf: Tf): { readonly version: string; readonly usesGpu: boolean } {
  const { binding, isUsingGpuDevice } = tf.backend() as unknown as {
    readonly binding: { readonly TF_Version: string };
    readonly isUsingGpuDevice: boolean;
  };
  return { version: binding.TF_Version, usesGpu: isUsingGpuDevice };
}

function packageName(backend: NodeBackend): string {
  return `@tensorflow/tfjs-${backend}`;
}

function folderOf(backend: NodeBackend, from: readonly string[]): string | null {
  for (const place of from) {
    try {
      return dirname(createRequire(place).resolve(`${packageName(backend)}/package.json`));
    } catch {
      // Not to be found from here.
    }
  }
  return null;
}

/** The install script downloads or builds it, as `lib/napi-vN/tfjs_binding.node`. */
function hasAddon(folder: string): boolean {
  const library = join(folder, 'lib');
  if (!existsSync(library)) return false;
  return readdirSync(library).some((name) => existsSync(join(library, name, 'tfjs_binding.node')));
}

/** What tfjs-node 4.22 calls and newer Nodes deprecate or lack (DEP0044, DEP0051 in Node's list of deprecations). */
function restoreOldUtilities(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
}

/** libtensorflow reads these while it is loaded. */
function setEnvironment(threads: number): void {
  const { env } = process;
  env.TF_NUM_INTRAOP_THREADS = `${threads}`;
  // GPUs since Ampere would multiply with ten bits of mantissa; every engine here computes in float32.
  env.NVIDIA_TF32_OVERRIDE = '0';
  // Errors only, unless somebody wants to see more.
  env.TF_CPP_MIN_LOG_LEVEL ??= '2';
}
