/**
 * Builds the portable engine, runtime/models/fused/portable/lstm.wasm, and writes its SHA-256 beside it. Both are
 * committed, so that nobody needs a compiler to use it; run this after changing the core and commit what it writes.
 *
 * Needs clang and lld, release 18 or later (Debian: `apt install clang-19 lld-19`); CLANG names another clang++.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256, sourcesHash } from './support/portableSources.ts';

const OLDEST_CLANG = 18;

const EXPORTS = [
  '__heap_base',
  '__stack_pointer',
  'fused_weights_floats',
  'fused_packed_floats',
  'fused_tape_floats',
  'fused_scratch_floats',
  'fused_gradient_floats',
  'fused_pack',
  'fused_forward',
  'fused_backward',
  'fused_reduce',
  'portable_fuses',
];

const COMPILER = [
  '--target=wasm32',
  '-std=c++20',
  '-O3',
  '-ffreestanding',
  '-nostdlib',
  '-fno-exceptions',
  '-fno-rtti',
  '-msimd128',
  '-mrelaxed-simd',
  '-mbulk-memory',
  '-matomics',
  '-Wall',
];

/** All of 32-bit address space, in threads that share it; the loader asks for less where it cannot have that. */
const LINKER = ['--no-entry', '--import-memory', '--shared-memory', '--max-memory=4294967296', '--strip-all'];

const folder = fileURLToPath(new URL('../runtime/models/fused/portable/', import.meta.url));
const out = `${folder}lstm.wasm`;
const clang = findClang();
execFileSync(
  clang,
  [
    ...COMPILER,
    ...LINKER.map((option) => `-Wl,${option}`),
    ...EXPORTS.map((name) => `-Wl,--export=${name}`),
    '-o',
    out,
    `${folder}portable.cpp`,
  ],
  { stdio: 'inherit' },
);
chmodSync(out, 0o644);
const bytes = readFileSync(out);
// In the format of sha256sum, with the sources as one file more: both are verified by a test.
const lines = [`${sha256(bytes)}  lstm.wasm`, `${sourcesHash()}  sources`];
writeFileSync(`${out}.sha256`, `${lines.join('\n')}\n`);
process.stdout.write(`lstm.wasm: ${bytes.length} bytes, ${clang}\n`);

function findClang(): string {
  const candidates = process.env.CLANG ? [process.env.CLANG] : ['clang++', ...numbered()];
  const found = candidates.find((name) => releaseOf(name) >= OLDEST_CLANG);
  if (found) return found;
  process.stderr.write(
    `No clang ${OLDEST_CLANG} or later among ${candidates.join(', ')}. Install one, or set CLANG.\n`,
  );
  process.exit(1);
}

function numbered(): string[] {
  return [22, 21, 20, 19, 18].map((release) => `clang++-${release}`);
}

/** 0 when there is none of that name. */
function releaseOf(name: string): number {
  try {
    return Number(/version (\d+)/.exec(execFileSync(name, ['--version'], { encoding: 'utf8' }))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
