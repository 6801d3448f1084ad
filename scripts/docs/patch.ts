/** Changes as documents show them: lines that are taken out, put in and kept, without line numbers. */

/**
 * @param patch lines that begin with ` `, `-` or `+`; those that are kept or taken out stand in the text, together and once
 * @throws when they do not
 */
export function patched(text: string, patch: string): string {
  const lines = patch.split('\n').map((line) => ({ sign: line[0] ?? ' ', rest: line.slice(1) }));
  const before = lines.filter(({ sign }) => sign !== '+').map(({ rest }) => rest);
  const after = lines.filter(({ sign }) => sign !== '-').map(({ rest }) => rest);
  const all = text.split('\n');
  const places = all.flatMap((_, at) => (before.every((line, k) => all[at + k] === line) ? [at] : []));
  if (before.length === 0 || places.length !== 1) {
    throw new Error(`these lines are there ${places.length} times:\n${before.join('\n')}`);
  }
  return all.toSpliced(places[0]!, before.length, ...after).join('\n');
}
