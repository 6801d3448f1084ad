/** `strat lsp`: the language server that editors start and talk to. */
import type { ExitCode } from '../exitCodes.ts';

export async function run(): Promise<ExitCode> {
  const { serve } = await import('../../lsp/server.ts');
  serve(process.stdin, process.stdout);
  // Ends with its client, not by itself.
  return new Promise(() => {});
}
