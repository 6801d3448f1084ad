/** Every code in the reference: of checking, of running, and of what a finished run may look too good by. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnosticSections } from '../../../compiler/reference/diagnostics.ts';
import { slug } from '../../../compiler/reference/entry.ts';
import type { Entry, Part, Section } from '../../../compiler/reference.ts';
import { DATA } from '../../problems/data.ts';
import { FEEDS } from '../../problems/feeds.ts';
import { PAPER } from '../../problems/paper.ts';
import type { Problem } from '../../problems/problem.ts';
import { PROBLEMS } from '../../problems/problems.ts';
import { RUN } from '../../problems/run.ts';
import { STORE } from '../../problems/store.ts';
import { SUSPICIONS } from '../../problems/suspicions.ts';
import { PACKAGE_ROOT } from '../files.ts';

export function codeParts(): readonly Part[] {
  return [
    { title: 'When checking', sections: diagnosticSections(transcriptOf) },
    { title: 'When running', sections: runningSections() },
    {
      title: 'Of a finished run',
      sections: [problemSection('What looks too good', 'suspicion', SUSPICIONS)],
    },
  ];
}

const TABLES: readonly (readonly [title: string, problems: Readonly<Record<string, Problem>>])[] = [
  ['Data', DATA],
  ['The store', STORE],
  ['Feeds', FEEDS],
  ['Learning, the book, the machine', RUN],
  ['Paper trading', PAPER],
];

/** The tables by name, and what stands in none of them. */
function runningSections(): readonly Section[] {
  const named = new Set(TABLES.flatMap(([, problems]) => Object.keys(problems)));
  const others = Object.entries(PROBLEMS).filter(([code]) => !named.has(code));
  const all = others.length === 0 ? TABLES : [...TABLES, ['Around a run', Object.fromEntries(others)] as const];
  return all.map(([title, problems]) => problemSection(title, 'error', problems));
}

function problemSection(title: string, what: string, problems: Readonly<Record<string, Problem>>): Section {
  return {
    id: slug(title),
    title,
    introduction: '',
    entries: Object.entries(problems).map(([code, problem]) => problemEntry(what, code, problem)),
  };
}

function problemEntry(what: string, code: string, { means, remedies }: Problem): Entry {
  return {
    id: code,
    name: code,
    heading: `${what}[${code}]`,
    body: `${means}\n\nWhat to do:\n\n${remedies.map((remedy) => `- ${remedy}`).join('\n')}`,
  };
}

const TRANSCRIPTS = join(PACKAGE_ROOT, 'test/golden/invalid');

/** The golden transcript of a code, which tests hold to what is printed. A long one is cut; null: the tests are not here. */
function transcriptOf(code: string): string | null {
  const file = join(TRANSCRIPTS, `${code}.txt`);
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').replaceAll(LIBRARIES, '').trimEnd().split('\n');
  return lines.length <= MOST_LINES ? lines.join('\n') : [...lines.slice(0, MOST_LINES), '…'].join('\n');
}

/** Where the tests keep what their texts use; a reader's own files lie side by side. */
const LIBRARIES = 'test/golden/libraries/';
const MOST_LINES = 40;
