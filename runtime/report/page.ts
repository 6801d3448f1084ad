/** The shell of every page: complete in itself, without script or network, in the reader's scheme of colours. */
import { html, type Markup, trusted } from './markup.ts';
import { styleSheet } from './style.ts';

export function htmlPage(title: string, body: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${trusted(styleSheet())}</style>
</head>
<body>
<div class="page">
${body}
</div>
</body>
</html>
`;
}
