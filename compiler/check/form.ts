/** Named methods that fill a slot, such as `adamw(learning_rate: 0.001)`: all their arguments are constants. */

import { nearest } from '../../configs/nearest.ts';
import { FORMS, form } from '../../stdlib/registry.ts';
import type { Form } from '../../stdlib/types.ts';
import { bindArguments } from '../expression/arguments.ts';
import { readArgument } from '../expression/check.ts';
import { formCalled } from '../mistakes/translations.ts';
import type { CheckContext, SettingReader } from './settings.ts';

export interface ReadForm {
  readonly name: string;
  /** By parameter name, defaults filled in. */
  readonly values: Readonly<Record<string, number>>;
}

export function readForm(
  setting: SettingReader,
  slot: Form['slot'],
  path: string,
  context: CheckContext,
): ReadForm | null {
  const { diagnostics } = context;
  const expression = setting.expression('method');
  if (expression === null || expression.kind === 'missing' || setting.broken) return null;
  const callee = expression.kind === 'call' ? expression.callee : expression;
  const known = FORMS.filter((candidate) => candidate.slot === slot).map(({ name }) => name);
  if (callee.kind !== 'name') {
    const facts = {
      what: `\`${slot}\``,
      expected: 'a method',
      found: 'something else',
      hint: `known: ${known.join(', ')}`,
    };
    return diagnostics.report('wrong-kind', expression.span, facts);
  }
  const name = callee.text;
  const found = form(slot, name);
  if (!found) {
    return diagnostics.report('unknown-form', callee.span, {
      name,
      slot,
      known,
      nearest: nearest(name, known) ?? (slot === 'weight' ? formCalled(name) : null),
    });
  }
  setting.said(`${path}.method`);
  const given = expression.kind === 'call' ? expression.arguments : [];
  const { parameters, example } = found;
  const signature = { name, span: callee.span, whole: expression.span, parameters, example };
  const bound = bindArguments(signature, given, diagnostics);
  if (bound === null) return null;
  const values: Record<string, number> = {};
  found.parameters.forEach((parameter, index) => {
    const argument = bound[index] ?? null;
    const value = readArgument(parameter, argument, name, setting.place, context);
    if (value === null) return;
    values[parameter.name] = value;
    if (argument === null) context.origins.set(`${path}.${parameter.name}`, { by: 'default', span: null });
    else setting.said(`${path}.${parameter.name}`);
  });
  return Object.keys(values).length === found.parameters.length ? { name, values } : null;
}
