/** Configs among the texts of an editor: which of its YAML they are, and what is wrong with them. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { configProblems } from '../../configs/service/service.ts';
import { fileOf } from './uris.ts';

/** `# yaml-language-server: $schema=…/configs/schema.json`, as other YAML servers read it too. */
const MODELINE = /^#\s*yaml-language-server:\s*\$schema=\S*(?:strat|configs\/schema\.json)/m;
/** A config says where its data are. */
const DATA =
  /^data:\s*(?:#.*)?[\r\n]+(?:\s+.*[\r\n]+|\s*#.*[\r\n]+)*?\s+source:\s*(?:synthetic|parquet|csv|duckdb|store)\b/m;

/** By its folder, by what it says of itself, or by what it says. */
export function isConfig(document: TextDocument): boolean {
  const { languageId, uri } = document;
  if (languageId !== 'yaml' && !/\.ya?ml$/.test(uri)) return false;
  const text = document.getText();
  return /\/configs\/[^/]+$/.test(uri) || MODELINE.test(text) || DATA.test(text);
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
