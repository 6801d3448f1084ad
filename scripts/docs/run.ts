/** Runs what a document says is run, from top to bottom, in one folder. */
import type { Block } from './blocks.ts';
import type { Document } from './documents.ts';
import { commandsOf } from './shell.ts';
import { agrees, type Step, stepsOf, transcriptOf } from './transcript.ts';
import { Workplace } from './workplace.ts';

/** A block that was run, as it stands in the document and as it would have to stand there. */
export interface Ran {
  readonly block: Block;
  /** The same text where what it shows agrees with what was printed. */
  readonly text: string;
  /** Commands that ended otherwise than said. */
  readonly failures: readonly string[];
}

export function isRun({ language, options }: Block): boolean {
  return language === 'console' ? !options.has('shown') : language === 'sh' && options.has('run');
}

export async function runDocument({ blocks }: Document): Promise<readonly Ran[]> {
  using workplace = new Workplace();
  const ran: Ran[] = [];
  for (const block of blocks) {
    const file = block.options.get('file');
    if (typeof file === 'string') workplace.write(file, block.text);
    if (isRun(block)) ran.push(await runBlock(block, workplace));
  }
  return ran;
}

async function runBlock(block: Block, workplace: Workplace): Promise<Ran> {
  const isShown = block.language === 'console';
  const steps = isShown ? stepsOf(block.text) : commandsOf(block.text).map((command) => ({ command, shown: '' }));
  const vary = typeof block.options.get('vary') === 'string' ? String(block.options.get('vary')).split(',') : [];
  const expected = Number(block.options.get('exit') ?? 0);
  const failures: string[] = [];
  const printed: Step[] = [];
  for (const [i, step] of steps.entries()) {
    const outcome = await workplace.run(step.command);
    const wanted = i === steps.length - 1 ? expected : 0;
    if (outcome.code !== wanted) failures.push(`exit code ${outcome.code} of \`${step.command}\`:\n${outcome.printed}`);
    const isSame = agrees(outcome.printed, step.shown, vary);
    printed.push(isSame ? step : { command: step.command, shown: outcome.printed.trimEnd() });
  }
  return { block, text: isShown ? transcriptOf(printed) : block.text, failures };
}
