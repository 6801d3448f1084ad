/**
 * Builds the native engine into dist/native/, once for each instruction set of this processor's family, with whatever
 * C++ compiler is there. Says one line and ends well where there is none: the portable engine is used instead.
 * `CXX` names another compiler.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const source = fileURLToPath(new URL('../runtime/models/fused/', import.meta.url));
const output = fileURLToPath(new URL('../dist/native/', import.meta.url));

/** Multiply and add are fused only where the source says so; everything else is as IEEE 754 has it. */
const COMMON = ['-std=c++20', '-O3', '-fPIC', '-ffp-contract=off', '-fno-math-errno', '-fvisibility=hidden'];
const QUIET = ['-Wno-psabi', '-Wno-maybe-uninitialized'];

const AVX512 = ['-mavx512f', '-mavx512vl', '-mavx512dq', '-mavx512bw', '-mavx2', '-mfma', '-mprefer-vector-width=512'];

/** Every compiler that knows C++20 knows all of them. */
const INSTRUCTION_SETS: Partial<Record<NodeJS.Architecture, Readonly<Record<string, readonly string[]>>>> = {
  x64: {
    avx512: AVX512,
    avx512bf16: [...AVX512, '-mavx512bf16', '-DFUSED_BF16'],
    avx2: ['-mavx2', '-mfma'],
  },
  arm64: { neon: [] },
};

async function build(): Promise<string> {
  const sets = INSTRUCTION_SETS[process.arch];
  if (sets === undefined || process.platform === 'win32')
    return `no native engine for ${process.platform} ${process.arch}`;
  const compiler = await findCompiler();
  if (compiler === null) return 'no native engine: there is no C++ compiler (c++, g++ or clang++)';
  const headers = findHeaders();
  if (headers === null) return 'no native engine: the headers of Node-API are not installed';

  await mkdir(output, { recursive: true });
  const object = (name: string): string => join(output, `${name}.o`);
  const compile = (name: string, file: string, flags: readonly string[]) =>
    run(compiler, [...COMMON, ...QUIET, ...flags, '-c', join(source, file), '-o', object(name)]);
  const units = [
    ...Object.entries(sets).map(([set, flags]) => [set, 'core/core.cpp', [`-DFUSED_ISA=${set}`, ...flags]] as const),
    ...['binding', 'cores', 'network'].map((name) => [name, `native/${name}.cpp`, ['-I', headers]] as const),
  ];
  await Promise.all(units.map(([name, file, flags]) => compile(name, file, flags)));

  // Put in place as a whole: a process that has the old one loaded keeps it.
  const target = join(output, 'fused.node');
  const objects = units.map(([name]) => object(name));
  const undefinedSymbols = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  await run(compiler, ['-shared', '-pthread', ...undefinedSymbols, ...objects, '-o', `${target}.new`]);
  await rename(`${target}.new`, target);
  await Promise.all(objects.map((file) => rm(file)));
  return `native engine: ${Object.keys(sets).join(', ')}, by ${compiler}`;
}

async function findCompiler(): Promise<string | null> {
  const candidates = process.env.CXX === undefined ? ['c++', 'g++', 'clang++'] : [process.env.CXX];
  for (const candidate of candidates) {
    try {
      await run(candidate, ['--version']);
      return candidate;
    } catch {}
  }
  return null;
}

/** Node-API is stable, so the headers of any release will do. */
function findHeaders(): string | null {
  const candidates = [
    packageHeaders(),
    join(dirname(process.execPath), '..', 'include', 'node'),
    join(homedir(), '.cache', 'node-gyp', process.versions.node, 'include', 'node'),
    '/usr/include/node',
    '/usr/local/include/node',
  ];
  return candidates.find((folder) => folder !== null && existsSync(join(folder, 'node_api.h'))) ?? null;
}

function packageHeaders(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')), 'include');
  } catch {
    return null;
  }
}

try {
  process.stdout.write(`${await build()}\n`);
} catch (error) {
  const [first] = (error as { stderr?: string }).stderr?.split('\n').filter((line) => line.includes('error')) ?? [];
  process.stdout.write(`no native engine: building it failed (${first ?? (error as Error).message})\n`);
}
