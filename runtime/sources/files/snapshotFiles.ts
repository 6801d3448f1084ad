/** The snapshot of a request over files: what was asked, how the files are read, and every byte of them. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { partsOf } from '../../../compiler/plan.ts';
import { remediesOf } from '../../../configs/quality.ts';
import type { FilesConfig } from '../../../configs/schema.ts';
import type { MarketRequest } from '../../ports.ts';
import { canonicalRequest, hashFile } from '../snapshot.ts';
import { locateFiles, type Paths } from './locate.ts';
import { barPaths } from './wide.ts';

/** Of everything that turns the same bytes into numbers: ours and others'. */
export interface SourceVersions {
  readonly files: number;
  readonly duckdb: string;
  readonly calendar: number;
}

/** Where the files lie does not count; their names do, since a name can be a ticker. */
export async function snapshotFiles(
  data: FilesConfig,
  baseFolder: string,
  request: MarketRequest,
  versions: SourceVersions,
): Promise<string> {
  // When data arrive says who may use them, and how severe a finding is who is told: not what they are.
  const { arrives: _, quality, ...read } = data;
  const counted = { ...read, remedies: remediesOf(quality) };
  const hash = createHash('sha256').update(JSON.stringify([withoutPaths(versions), withoutPaths(counted)]));
  hash.update(canonicalRequest(request));
  for (const [setting, path] of pathsOf(data, request)) {
    for (const file of locateFiles(path, baseFolder, data.source, `${setting}.path`)) {
      hash.update(JSON.stringify([setting, basename(file), await hashFile(file)]));
    }
  }
  return hash.digest('hex');
}

/** Size, time and place on disk of every file of the request: to notice one that changes while it is read. */
export function fingerprintFiles(data: FilesConfig, baseFolder: string, request: MarketRequest): string {
  const files = pathsOf(data, request).flatMap(([setting, path]) =>
    locateFiles(path, baseFolder, data.source, `${setting}.path`),
  );
  return files
    .map((file) => {
      const { size, mtimeNs, ctimeNs, ino } = statSync(file, { bigint: true });
      return `${file} ${size} ${mtimeNs} ${ctimeNs} ${ino}`;
    })
    .join('\n');
}

/** The files this request reads, in a fixed order. */
function pathsOf(data: FilesConfig, { members, benchmark }: MarketRequest): [string, Paths][] {
  const indices = new Set(partsOf(members).flatMap((part) => (part.source === 'constituents' ? [part.index] : [])));
  const memberships = [...indices].map((index): [string, { path: Paths } | null] => [
    `data.membership.${index}`,
    Object.hasOwn(data.membership, index) ? data.membership[index]! : null,
  ]);
  const named: [string, { path: Paths } | null][] = [
    ['data.bars', { path: barPaths(data.bars) }],
    ['data.identity', data.identity],
    ['data.corporate_actions', data.corporate_actions],
    ...memberships,
    ['data.benchmark', benchmark === null ? null : data.benchmark],
    ['data.sectors', data.sectors],
    ['data.delistings', data.delistings],
  ];
  return named.flatMap(([setting, part]) => (part === null ? [] : [[setting, part.path] as [string, Paths]]));
}

function withoutPaths(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // An index may be called `path`, too.
      .filter(([key, inner]) => key !== 'path' || (typeof inner === 'object' && !Array.isArray(inner)))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, withoutPaths(inner)]),
  );
}
