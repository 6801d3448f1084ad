/** Configs among the texts of an editor: which of its YAML they are, and what is wrong with them. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { configSchema } from '../../configs/schema.ts';
import { configProblems } from '../../configs/service/service.ts';
import { fileOf } from './uris.ts';

/** `# yaml-language-server: $schema=…/configs/schema.json`, as other YAML servers read it too. */
const MODELINE = /^#\s*yaml-language-server:\s*\$schema=\S*(?:strat|configs\/schema\.json)/m;
const KEYS: ReadonlySet<string> = new Set(Object.keys(configSchema.shape));
const TOP_LEVEL_KEY = /^(["']?)([\w-]+)\1[ \t]*:/;
const SOURCE = /^\s+source:\s*(?:synthetic|parquet|csv|duckdb|store)\b/;

/** By what it says of itself, by where its data come from, or by its folder unless its settings are another program's. */
export function isConfig(document: TextDocument): boolean {
  const { languageId, uri } = document;
  if (languageId !== 'yaml' && !/\.ya?ml$/.test(uri)) return false;
  const text = document.getText();
  if (MODELINE.test(text)) return true;
  const lines = text.split(/\r\n|\n|\r/);
  return (/\/configs\/[^/]+$/.test(uri) && !isForeign(lines)) || namesSource(lines);
}

/** One that has no settings yet may become a config. */
function isForeign(lines: readonly string[]): boolean {
  const keys = lines.map((line) => TOP_LEVEL_KEY.exec(line)?.[2]).filter((key) => key !== undefined);
  return keys.length > 0 ? !keys.some((key) => KEYS.has(key)) : lines.some((line) => line.startsWith('- '));
}

/** Within `data`, at whatever depth. Line by line: one pattern for all of them would try every way to split them. */
function namesSource(lines: readonly string[]): boolean {
  let isWithin = false;
  for (const line of lines) {
    if (isWithin && SOURCE.test(line)) return true;
    if (/^[^\s#]/.test(line)) isWithin = TOP_LEVEL_KEY.exec(line)?.[2] === 'data';
  }
  return false;
}

/** As a run would tell them. */
export function configDiagnostics(document: TextDocument): readonly Diagnostic[] {
  return configProblems(document.getText(), fileOf(document.uri)).map(({ message, hints, line, column }) => {
    const start = { line: line - 1, character: column - 1 };
    const rest = document.getText({ start, end: { line, character: 0 } });
    const length = /^(?:"[^"]*"|'[^']*'|[^\s:,#{}[\]]+)/.exec(rest)?.[0].length ?? 1;
    return {
      range: { start, end: { line: start.line, character: start.character + length } },
      severity: DiagnosticSeverity.Error,
      code: 'config',
      source: 'strat',
      message: [message, ...hints].join('\n'),
    };
  });
}
