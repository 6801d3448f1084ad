/** Command lines in documents name commands, options, scripts and files that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCommand, parseInvocation } from '../../runtime/cli/commandLine.ts';
import { COMMANDS } from '../../runtime/cli/commandTable.ts';
import type { Block } from '../../scripts/docs/blocks.ts';
import { ROOT } from '../../scripts/docs/documents.ts';
import { type Call, callsOf, commandsOf } from '../../scripts/docs/shell.ts';
import { stepsOf } from '../../scripts/docs/transcript.ts';
import { cases, wordsOf } from './support.ts';

/** Files that documents say to add, before their tests are run. */
const MADE = new Set(cases(['ts']).flatMap(([, block]) => (block.options.has('new') ? wordsOf(block, 'in') : [])));

describe('commands', () => {
  test.each(cases(['sh', 'console']))('%s', async (_place, block) => {
    for (const call of commandsIn(block).flatMap(callsOf)) await verifyCall(call);
  });
});

function commandsIn({ language, text }: Block): readonly string[] {
  return language === 'sh' ? commandsOf(text) : stepsOf(text).map(({ command }) => command);
}

async function verifyCall(call: Call): Promise<void> {
  const [program, ...words] = call;
  if (program === 'npm') verifyScript(words);
  if (program === 'npx') {
    expect(words[0], `npx of documents is for strat: ${call.join(' ')}`).toBe('strat');
    await verifyStrat(words.slice(1));
  }
  if (program === 'strat') await verifyStrat(words);
  for (const word of words) {
    if (/^(examples|strategies|configs|docs|scripts|test)\//.test(word))
      expect(MADE.has(word) || existsSync(join(ROOT, word.replace(/#.*/, ''))), `there is no ${word}`).toBe(true);
  }
}

/** What npm itself knows, and the scripts of package.json. */
function verifyScript([command, script]: readonly string[]): void {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const own = ['ci', 'cit', 'install', 'link', 'test'];
  if (command === 'run') expect(Object.keys(scripts)).toContain(script);
  else expect(own).toContain(command);
}

/** What the command line itself would refuse, it refuses here. */
async function verifyStrat([name = '--help', ...words]: readonly string[]): Promise<void> {
  if (['--help', '-h', 'help', '--version', '-v'].includes(name)) return;
  const command = await findCommand(name, COMMANDS);
  if (!words.includes('--help')) await parseInvocation(command, words);
}

describe('of a line', () => {
  test.each([
    ['a b # c', [['a', 'b']]],
    ['a \'b c\' "d # e"', [['a', 'b c', 'd # e']]],
    ['a#b c', [['a#b', 'c']]],
    ['X=1 a > out.txt 2>&1 && b | c < in', [['a'], ['b'], ['c']]],
    ['a \\\n  b', [['a', 'b']]],
    ["cat > x <<'EOF'\nstrat no such\nEOF", [['cat']]],
  ])('%s', (line, calls) => {
    expect(callsOf(line)).toEqual(calls);
  });

  test('here-documents and continued lines are one command', () => {
    expect(commandsOf("# so\ncat <<'END'\nx\nEND\na \\\n b\n\nc")).toEqual(["cat <<'END'\nx\nEND", 'a \\\n b', 'c']);
  });

  test('what the command line would refuse is refused', async () => {
    await expect(verifyCall(['strat', 'check', '--colour', 'x.strat'])).rejects.toThrow('has no option');
    await expect(verifyCall(['npx', 'strat', 'ceck'])).rejects.toThrow('did you mean `check`');
    await expect(verifyCall(['npm', 'run', 'nothing'])).rejects.toThrow();
    await expect(verifyCall(['strat', 'check', 'examples/nothing.strat'])).rejects.toThrow('there is no');
  });
});
