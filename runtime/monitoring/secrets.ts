/**
 * Secrets come from the environment and go nowhere else. Whatever is written for people or sent away passes `redact`:
 * messages of libraries and of services may quote what they were given.
 */

import type { MonitoringConfig } from '../../configs/monitoring.ts';

/** Variables whose values are secrets whatever their name: a config names them. */
const REFERENCE = /\$\{([A-Z_][A-Z0-9_]*)\}/g;
/** Variables that look like one by their name. */
const SOUNDS_SECRET = /(^|_)(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|CREDENTIALS?|WEBHOOK|AUTH)(_|$)|APIKEY|PROXY/i;
/** Shorter values would strike out ordinary words. */
const SHORTEST = 6;
const STRUCK_OUT = '[secret]';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Redact = (text: string) => string;

/** Names of the variables that a setting is made of. */
export function referencesIn(setting: string): readonly string[] {
  return [...setting.matchAll(REFERENCE)].map(([, name]) => name!);
}

/** All that the section names. */
export function namedSecrets({ tell }: MonitoringConfig): readonly string[] {
  return tell.flatMap(({ webhook }) => referencesIn(webhook ?? ''));
}

/** The setting with the values of its variables; null: one of them is not set. */
export function resolved(setting: string, environment: Environment): string | null {
  if (referencesIn(setting).some((name) => !environment[name])) return null;
  return setting.replace(REFERENCE, (_, name: string) => environment[name]!);
}

/** @param named variables that the config names */
export function redactor(environment: Environment, named: readonly string[]): Redact {
  const names = [...named, ...Object.keys(environment).filter((name) => SOUNDS_SECRET.test(name))];
  const values = names.flatMap((name) => variantsOf(environment[name] ?? ''));
  // A longer one first: it may hold a shorter one.
  const secrets = [...new Set(values)].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);
  return (text) => {
    const struck = secrets.reduce((rest, secret) => rest.replaceAll(secret, STRUCK_OUT), text);
    return struck.replace(/(\w+:\/\/)[^\s/@"']+@/g, `$1${STRUCK_OUT}@`);
  };
}

/** As it is, as JSON writes it, as addresses do; of an address, what stands for its user as well. */
function variantsOf(value: string): readonly string[] {
  const parts = /^\w+:\/\/([^\s/@]*)@/.exec(value)?.[1]?.split(':') ?? [];
  return [value, ...parts].flatMap((text) => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)]);
}
