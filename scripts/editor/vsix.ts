/**
 * A VS Code extension as one file: a zip of the Open Packaging Conventions (ECMA-376, part 2) with the manifest that
 * VS Code's marketplace and `code --install-extension` read.
 *
 * `@vscode/vsce`, the usual way, brings a hundred packages (88 MB) for publishing, and a signer that is not free
 * software; of it this needs two small documents. Version 4.1.0 makes the same files of the same folder, with the same
 * properties but for those of the marketplace's own pages.
 */
import { strToU8, zipSync } from 'fflate';

/** What of an extension's package.json its package repeats. */
export interface ExtensionManifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly extensionKind: readonly string[];
}

/** @param files by path within the extension; `package.json`, `README.md` and `LICENSE.txt` are among them */
export function packVsix(manifest: ExtensionManifest, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Record<string, Uint8Array> = {
    'extension.vsixmanifest': strToU8(vsixManifest(manifest)),
    '[Content_Types].xml': strToU8(contentTypes([...files.keys()])),
  };
  for (const [path, bytes] of files) entries[`extension/${path}`] = bytes;
  // The same bytes of the same sources, whenever they are packed; zip knows no time before 1980.
  return zipSync(entries, { level: 9, mtime: new Date(1980, 0, 1) });
}

function vsixManifest(manifest: ExtensionManifest): string {
  const { name, publisher, version, displayName, description, categories, keywords } = manifest;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escapeXml(name)}" Version="${escapeXml(version)}" Publisher="${escapeXml(publisher)}"/>
    <DisplayName>${escapeXml(displayName)}</DisplayName>
    <Description xml:space="preserve">${escapeXml(description)}</Description>
    <Tags>${escapeXml(keywords.join(','))}</Tags>
    <Categories>${escapeXml(categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escapeXml(manifest.engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionDependencies" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionPack" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="${escapeXml(manifest.extensionKind.join(','))}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExecutesCode" Value="true"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  cjs: 'application/node',
  json: 'application/json',
  md: 'text/markdown',
  txt: 'text/plain',
  vsixmanifest: 'text/xml',
};

function contentTypes(paths: readonly string[]): string {
  const endings = new Set(['vsixmanifest', ...paths.map((path) => path.slice(path.lastIndexOf('.') + 1))]);
  const defaults = [...endings].map((ending) => {
    const type = CONTENT_TYPES[ending];
    if (type === undefined) throw new Error(`files that end in .${ending} have no content type here`);
    return `<Default Extension=".${ending}" ContentType="${type}"/>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${defaults.join('')}</Types>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
