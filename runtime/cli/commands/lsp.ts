/** `strat lsp`: the language server that editors start and talk to. */
import type { ExitCode } from '../exitCodes.ts';

export async function run(): Promise<ExitCode> {
  if (process.stdin.isTTY) {
    process.stderr.write('strat lsp waits for an editor to talk to it (docs/editor.md); Ctrl-C ends it\n');
  }
  const { serve } = await import('../../lsp/server.ts');
  serve(process.stdin, process.stdout);
  // Ends with its client, not by itself.
  return new Promise(() => {});
}
