/** What the config leaves to the environment, and programs that it names. Values are never shown. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { HookConfig, MonitoringConfig } from '../../configs/monitoring.ts';
import { type Environment, referencesIn } from '../monitoring/secrets.ts';
import { type Check, fail, ok } from './check.ts';

/** Of each hook, whether it could be told. */
export function hookChecks({ tell }: Pick<MonitoringConfig, 'tell'>, environment: Environment): readonly Check[] {
  return tell.map((hook, place) => hookCheck(`hook ${place + 1}`, hook, environment));
}

function hookCheck(name: string, { on, webhook, command }: HookConfig, environment: Environment): Check {
  const told = `told of ${on.join(', ')}`;
  if (command !== null) {
    const program = command[0]!;
    if (isProgram(program, environment)) return ok(name, `the program ${program}, ${told}`);
    return fail(
      name,
      `there is no program ${program} that this user may start`,
      'install it, or name it by its whole path',
    );
  }
  const names = referencesIn(webhook ?? '');
  const missing = names.filter((variable) => !environment[variable]);
  if (missing.length > 0) {
    return fail(
      name,
      `not set in the environment: ${missing.join(', ')}`,
      'set it where the scheduler starts strat as well',
    );
  }
  const from = names.length === 0 ? 'written out in the config' : `with ${names.join(', ')} from the environment`;
  return ok(name, `a webhook ${from}, ${told}`);
}

function isProgram(program: string, environment: Environment): boolean {
  const places = /[\\/]/.test(program)
    ? [program]
    : (environment.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK);
      return statSync(place).isFile();
    } catch {
      return false;
    }
  });
}
