/**
 * A strict reader of Prometheus' text format, made from its published description
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
 */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

/** @throws where the text is not as the description has it */
export function readPrometheus(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [hash, word, name = '', ...rest] = line.split(' ');
    if (hash === '#') {
      if (!NAME.test(name) || rest.length === 0) throw new Error(`not a comment of a metric: ${line}`);
      if (word === 'TYPE') {
        if (types.has(name)) throw new Error(`a second TYPE of ${name}`);
        types.set(name, rest.join(' '));
      }
      current = name;
      continue;
    }
    const sample = readSample(line);
    if (sample.name !== current || !types.has(current)) throw new Error(`a line apart from its metric: ${line}`);
    if (types.get(current) === 'counter' && !current.endsWith('_total'))
      throw new Error(`a counter ends in _total: ${line}`);
    samples.push(sample);
  }
  const keys = samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`);
  if (new Set(keys).size !== keys.length) throw new Error('a sample stands twice');
  return samples;
}

function readSample(line: string): Sample {
  const [, name, inside = '', value] = SAMPLE.exec(line) ?? [];
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inside.length) {
    const [, key, text] = LABEL.exec(inside) ?? [];
    if (key === undefined) throw new Error(`no labels: ${line}`);
    labels[key] = text!.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
  }
  if (name === undefined || Number.isNaN(Number(value))) throw new Error(`no sample: ${line}`);
  return { name, labels, value: Number(value) };
}
