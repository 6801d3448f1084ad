import { UsageError } from './command.ts';

/** `--set k=20 --set alpha=0.2` as a record; what the values mean is the compiler's business. */
export function parseSettings(words: readonly string[]): Record<string, string> {
  const settings = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1 || at === word.length - 1)
      throw new UsageError(`--set takes NAME=VALUE, such as k=20; this is \`${word}\``);
    const name = word.slice(0, at).trim();
    if (settings.has(name)) throw new UsageError(`--set gives ${name} twice`);
    settings.set(name, word.slice(at + 1).trim());
  }
  return Object.fromEntries(settings);
}
