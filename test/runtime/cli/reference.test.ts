/** The reference of commands, configs and codes leaves nothing of their tables out; what it shows is accepted by them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { CODES } from '../../../compiler/messages.ts';
import { referenceNames } from '../../../compiler/reference.ts';
import { parseConfig, renderConfigProblems } from '../../../configs/load.ts';
import { findCommand, parseInvocation } from '../../../runtime/cli/commandLine.ts';
import { COMMANDS } from '../../../runtime/cli/commandTable.ts';
import { codes } from '../../../runtime/cli/explain.ts';
import { codeParts } from '../../../runtime/cli/reference/codes.ts';
import { exampleOf } from '../../../runtime/cli/reference/config.ts';
import { groupsOf } from '../../../runtime/cli/reference/configGroups.ts';
import { referenceMarkdown, references } from '../../../runtime/cli/reference/reference.ts';
import { callsOf } from '../../../scripts/docs/shell.ts';
import { REPOSITORY } from '../../support/command.ts';
import { withLeast } from '../../support/configs.ts';

test.each(references(COMMANDS).map((each) => [each.file, each]))(
  'docs/%s.md is what the tables say: `node scripts/reference.ts` writes it',
  (file, reference) => {
    expect(readFileSync(join(REPOSITORY, 'docs', `${file}.md`), 'utf8')).toBe(referenceMarkdown(reference));
  },
);

test('every code has an entry, those of checking with what is printed', () => {
  const { checking, running, suspicions } = codes();
  const names = new Set(referenceNames(codeParts()));
  expect([...checking, ...running, ...suspicions].filter((code) => !names.has(code))).toEqual([]);
  const printed = codeParts()[0]!.sections.flatMap(({ entries }) => entries);
  expect(printed.filter(({ body }) => !body.includes('What `strat check` says')).map(({ name }) => name)).toEqual([]);
  expect(printed).toHaveLength(CODES.length);
});

describe('examples of commands are what the command line takes', () => {
  test.each(COMMANDS.map(({ name, examples }) => [name, examples]))('%s', async (_name, examples) => {
    for (const [, name = '', ...words] of examples.flatMap(callsOf)) {
      await parseInvocation(await findCommand(name, COMMANDS), words);
    }
  });
});

describe('examples of configs name every setting of their group, and pass the schema', () => {
  test.each(groupsOf().map((group) => [`${group.path.join('.')} ${group.sources[0] ?? ''}`, group]))(
    '%s',
    (_name, group) => {
      const [source = group.path[0] === 'data' ? 'csv' : 'synthetic'] = group.sources;
      const text = stringify(withLeast(source, exampleOf(group)));
      const result = parseConfig(text, 'example.yaml');
      const problems = 'problems' in result ? result.problems : [];
      expect(renderConfigProblems(problems, text, 'example.yaml'), 'give the setting `.meta({ examples: […] })`').toBe(
        '',
      );
    },
  );
});
